namespace Ticketing.Bench.Host;

/// <summary>The smallest grain there is.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add(int number);

    /// <summary>Comes back only after one more turn.</summary>
    Task<int> AddLater(int number);
}
