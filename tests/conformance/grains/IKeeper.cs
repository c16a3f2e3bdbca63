namespace Ticketing.Tests.Conformance;

/// <summary>A grain with persistent state.</summary>
public interface IKeeper : IGrainWithStringKey
{
    Task<int> Get();

    Task Set(int number);

    Task SetBoth(int number, string text);

    Task<string> Describe();

    Task Clear();

    Task Reload();

    /// <summary>Writes although the store holds a newer version.</summary>
    Task WriteBehindBack(int number);

    Task<string> CatchConflict(int number);
}
