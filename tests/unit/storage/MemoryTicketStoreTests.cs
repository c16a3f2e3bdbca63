using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

public sealed class MemoryTicketStoreTests : TicketStoreContract
{
    private readonly MemoryTicketStore memory = new(TimeProvider.System);

    public override Task DisposeAsync() => Task.CompletedTask;

    protected override Task<ITicketStore> OpenAsync() => Task.FromResult<ITicketStore>(memory);

    protected override Task SeedAsync(
        SaleTerms terms, IReadOnlyList<SeededSeat> seats, QueueSettings? queue = null)
    {
        memory.Seed(terms, seats, queue);
        return Task.CompletedTask;
    }

    protected override Task SeedAdmissionAsync(StockKey key, int capacity, long price)
    {
        memory.SeedAdmission(key, capacity, price);
        return Task.CompletedTask;
    }

    protected override Task<IReadOnlyList<OutboxEvent>> EventsAsync() => Task.FromResult(memory.Events);

    protected override Task<IReadOnlyList<DetailsRow>> DetailsAsync() => Task.FromResult(memory.Details);
}
