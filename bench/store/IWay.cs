namespace Ticketing.Bench.Store;

/// <summary>A way to write a reservation of one seat: durably, and only if the seat was as expected.</summary>
internal interface IWay : IAsyncDisposable
{
    string Name { get; }

    int Callers { get; }

    /// <param name="caller">From 0; each makes one call at a time.</param>
    Task ReserveAsync(int caller, Purchase purchase);
}
