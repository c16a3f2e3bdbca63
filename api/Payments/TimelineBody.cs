using Ticketing.Reads;

namespace Ticketing.Api;

/// <summary>What was tried to pay for a reservation.</summary>
/// <param name="Orders">The newest 20, newest first; empty when nobody has tried.</param>
public sealed record TimelineBody(Guid ReservationId, IReadOnlyList<OrderBody> Orders)
{
    internal static TimelineBody Of(Guid reservationId, Timeline timeline) =>
        new(reservationId, [.. timeline.Orders.Select(OrderBody.Of)]);
}
