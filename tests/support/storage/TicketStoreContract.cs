using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>The contract of every store; it runs on Postgres and on the store in memory.</summary>
public abstract partial class TicketStoreContract : IAsyncLifetime
{
    private const int SeatCount = 400;

    protected ITicketStore Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Store = await OpenAsync();
        await SeedAsync(Example.Terms, Example.SeededSeats(SeatCount));
    }

    public abstract Task DisposeAsync();

    protected abstract Task<ITicketStore> OpenAsync();

    /// <param name="queue">None when not given.</param>
    protected abstract Task SeedAsync(
        SaleTerms terms, IReadOnlyList<SeededSeat> seats, QueueSettings? queue = null);

    protected abstract Task SeedAdmissionAsync(StockKey key, int capacity, long price);

    protected abstract Task<IReadOnlyList<OutboxEvent>> EventsAsync();

    /// <summary>The rows of the read model.</summary>
    protected abstract Task<IReadOnlyList<DetailsRow>> DetailsAsync();

    private Task AssertConflictAsync(Commit commit) =>
        Assert.ThrowsAsync<CommitConflictException>(() => Store.CommitAsync(commit));
}
