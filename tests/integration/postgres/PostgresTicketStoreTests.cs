using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class PostgresTicketStoreTests(PostgresFixture postgres) : TicketStoreContract
{
    private PostgresDatabase database = null!;

    public override async Task DisposeAsync() => await database.DisposeAsync();

    protected override async Task<ITicketStore> OpenAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        return database.OpenStore();
    }

    protected override Task SeedAsync(
        SaleTerms terms, IReadOnlyList<SeededSeat> seats, QueueSettings? queue = null) =>
        database.SeedAsync(terms, seats, queue);

    protected override Task SeedAdmissionAsync(StockKey key, int capacity, long price) =>
        database.SeedAdmissionAsync(key, capacity, price);

    protected override Task<IReadOnlyList<OutboxEvent>> EventsAsync() => database.EventsAsync();

    protected override Task<IReadOnlyList<DetailsRow>> DetailsAsync() =>
        ModelRows.ReadAsync(database.ConnectionString, ModelRows.Kept);
}
