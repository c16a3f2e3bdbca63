using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Bench.Store;

/// <summary>The product's way: the store as the grains use it.</summary>
/// <param name="limited">Whether the commits keep the purchase limit; without it, its price is seen.</param>
internal sealed class StoreWay(ITicketStore store, int callers, bool limited = true) : IWay
{
    public string Name => limited ? "group commit" : "group commit, no limit";

    public bool Limited => limited;

    public int Callers => callers;

    public Task ReserveAsync(int caller, Purchase purchase)
    {
        var seat = new SeatRow(
            new SeatKey(StoreHouse.ScheduleId, purchase.SeatId), SeatStatus.Held, purchase.ReservationId,
            Purchase.Category, Purchase.Price, purchase.SeatVersion + 1);
        var reservation = new ReservationRow(
            purchase.ReservationId, StoreHouse.ScheduleId, purchase.UserId,
            [new ReservedSeat(purchase.SeatId, Purchase.Category, Purchase.Price)], Purchase.Price,
            Purchase.RequestHash, purchase.Now, ReservationStatus.Pending, purchase.ExpiresAt, HeldUntil: null,
            Reason: null, purchase.Now, Version: 1);
        var payment = new PaymentRow(
            purchase.ReservationId, purchase.UserId, Purchase.Price, PaymentStatus.Pending, Version: 1);
        var created = new OutboxEvent(
            Guid.CreateVersion7(), Purchase.Topic, purchase.Key, purchase.Payload, TraceParent: null, purchase.Now);
        return store.CommitAsync(new Commit
        {
            Seats = [seat],
            Reservations = [reservation],
            Payments = [payment],
            FanLimits = limited
                ? [new FanLimitRow(StoreHouse.ScheduleId, purchase.UserId, Seats: 1, SeatsPerFan: 4)]
                : [],
            Events = [created],
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A way to write a reservation of one seat: durably, and only if the seat was as expected.</summary>
internal interface IWay : IAsyncDisposable
{
    string Name { get; }

    int Callers { get; }

    /// <param name="caller">From 0; each makes one call at a time.</param>
    Task ReserveAsync(int caller, Purchase purchase);
}
