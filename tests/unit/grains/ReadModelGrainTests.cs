using System.Text.Json;
using Ticketing.Balances;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

public sealed class ReadModelGrainTests : IDisposable
{
    private const string Group = "read-model";

    private readonly TwoSilos world = new();

    [Fact]
    public void A_batch_is_one_commit_and_one_row_a_reservation() => world.Run(async () =>
    {
        var (first, second) = (await Sold("S-00"), await Sold("S-01"));
        await world.Reservation(second).Cancel(new(world.UserId));
        await world.Deliver(Group);

        Assert.Equal(
            [(first, ReservationStatus.Confirmed, PaymentStatus.Paid),
                (second, ReservationStatus.Cancelled, PaymentStatus.Refunded)],
            Rows().Select(row => (row.ReservationId, row.Reservation!.Status, row.Payment!.Status)));
        var facet = Rows()[0].Reservation!;
        Assert.Equal((world.ScheduleId, world.UserId, 100), (facet.ScheduleId, facet.UserId, facet.Amount));
        Assert.Equal("S-00", Assert.Single(facet.Seats).SeatId);
    });

    [Fact]
    public void Old_events_and_events_that_come_again_change_nothing() => world.Run(async () =>
    {
        await Sold("S-00");
        await world.Deliver(Group);
        var row = Assert.Single(world.Store.Details);

        foreach (var item in world.Store.Events) await world.Deliver(Group, [item], silo: 1);
        await world.Deliver(Group, world.Store.Events.Reverse());

        Assert.Equal(row, Assert.Single(world.Store.Details));
    });

    [Fact]
    public void Two_activations_that_write_at_once_agree() => world.Run(async () =>
    {
        var id = await Sold("S-00");
        var events = world.Store.Events;

        await Task.WhenAll(
            world.Deliver(Group, events.Reverse(), silo: 0), world.Deliver(Group, events, silo: 1));

        var row = Assert.Single(world.Store.Details);
        Assert.Equal((id, ReservationStatus.Confirmed), (row.ReservationId, row.Reservation!.Status));
    });

    [Fact]
    public void Tickets_and_stock_are_kept_beside_the_reservation_even_when_they_come_first() => world.Run(async () =>
    {
        var id = await Sold("S-00");
        var tickets = JsonSerializer.Serialize(new(id, TicketStatus.Issued, 1), EventJson.Default.TicketEvent);
        var stock = JsonSerializer.Serialize(new(id, StockStatus.Decreased, 1), EventJson.Default.StockEvent);
        await world.Deliver(
            Group, [Event(id, Topics.TicketIssued, tickets), Event(id, Topics.StockDecreased, stock)]);
        Assert.Null(Assert.Single(world.Store.Details).Reservation);

        await world.Deliver(Group);

        var row = Assert.Single(world.Store.Details);
        Assert.Equal(ReservationStatus.Confirmed, row.Reservation!.Status);
        Assert.Equal(new TicketFacet(TicketStatus.Issued, 1), row.Tickets);
        Assert.Equal(new StockFacet(StockStatus.Decreased, 2), row.Stock);
    });

    public void Dispose() => world.Dispose();

    private DetailsRow[] Rows() => [.. world.Store.Details.OrderBy(row => row.Reservation!.Seats[0].SeatId)];

    private OutboxEvent Event(Guid id, string topic, string payload) =>
        new(Guid.NewGuid(), topic, GrainKeys.Of(id), payload, TraceParent: null, world.Time.GetUtcNow());

    private async Task<Guid> Sold(string seat)
    {
        var (id, _) = await world.Reserve([seat]);
        await world.Balance().Charge(new BalanceChange(seat, 100));
        await world.PayThrough(id);
        return id;
    }
}
