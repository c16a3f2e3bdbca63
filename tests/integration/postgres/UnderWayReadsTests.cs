using System.Collections.Immutable;
using Npgsql;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>The orders in progress that operators see.</summary>
[Collection(PostgresCollection.Name)]
public sealed class UnderWayReadsTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(Limits.LostOrderSeconds);
    private static readonly ImmutableArray<ReservedSeat> Seats = [new("A-1", "A", 100)];

    [Fact]
    public async Task Orders_without_a_step_for_long_are_found_longest_first_page_by_page()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var now = DateTimeOffset.UtcNow;
        var store = database.OpenStore();
        var (old, older, fresh) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var (offered, declined, ended) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var (unheard, expired) = (Guid.NewGuid(), Guid.NewGuid());
        var offer = TimeSpan.FromSeconds(Limits.OfferSeconds);
        await store.CommitAsync(new Commit
        {
            Orders =
            [
                Order(old, OrderStatus.Paying, now - 2 * Lost),
                Order(older, OrderStatus.Processed, now - 3 * Lost),
                Order(fresh, OrderStatus.Processing, now),
                Order(offered, OrderStatus.Offered, now - 2 * Lost),
                Order(declined, OrderStatus.Offered, now - 2 * Lost - offer),
                Order(ended, OrderStatus.Completed, now - 9 * Lost),
            ],
        });
        await PayAsync(store, unheard, ReservationStatus.Paying, now - 4 * Lost);
        await PayAsync(store, expired, ReservationStatus.Expired, now - 5 * Lost);
        var reads = new UnderWayReads(source, TimeProvider.System);

        var stuck = await reads.ListAsync(Lost, PagePosition.Oldest, limit: 10, CancellationToken.None);
        Assert.Equal([declined, expired, unheard, older, old], stuck.Select(order => order.Id));
        var second = stuck[2];
        var rest = await reads.ListAsync(
            Lost, new PagePosition(second.UpdatedAt, second.Id), limit: 1, CancellationToken.None);
        Assert.Equal([older], rest.Select(order => order.Id));
        var all = await reads.ListAsync(TimeSpan.Zero, PagePosition.Oldest, limit: 10, CancellationToken.None);
        Assert.Equal(
            new[] { declined, expired, unheard, older, old, fresh }.Order(), all.Select(order => order.Id).Order());

        var found = await reads.FindAsync(unheard, CancellationToken.None);
        Assert.Equal((OrderStatus.Processing, 100), (found!.Status, found.Amount));
        Assert.Null(await reads.FindAsync(ended, CancellationToken.None));
        Assert.Null(await reads.FindAsync(Guid.NewGuid(), CancellationToken.None));
    }

    private static OrderRow Order(Guid id, OrderStatus status, DateTimeOffset at) => new(
        id, Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), status, [new OrderLine("A", 1)], Amount: 100,
        CouponCode: null, Discount: 0, Parts: [], Reason: null, CreatedAt: at, UpdatedAt: at, Version: 1);

    /// <summary>Marks a reservation as being paid by an order that has no row.</summary>
    private static Task PayAsync(
        ITicketStore store, Guid orderId, ReservationStatus status, DateTimeOffset at)
    {
        var (id, user) = (Guid.NewGuid(), Guid.NewGuid());
        return store.CommitAsync(new Commit
        {
            Reservations =
            [
                new ReservationRow(
                    id, Guid.NewGuid(), user, Seats, Amount: 100, RequestHash: "hash", at, status,
                    ExpiresAt: at, HeldUntil: null, Reason: null, UpdatedAt: at, Version: 1),
            ],
            Payments = [new PaymentRow(id, user, Amount: 100, PaymentStatus.Debiting, Version: 1, orderId)],
        });
    }
}
