namespace Ticketing.Bench.Hosts;

/// <summary>The smallest grain there is.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task<long> Add(int number);

    /// <summary>Comes back only after one more turn.</summary>
    Task<long> AddLater(int number);
}
