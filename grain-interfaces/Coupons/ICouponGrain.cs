using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Coupons;

/// <summary>One coupon; key: <see cref="GrainKeys.Coupon"/> of its code. Every use is counted once.</summary>
[Alias("Ticketing.ICouponGrain"), Version(1)]
public interface ICouponGrain : IGrainWithStringKey
{
    /// <summary>Takes a use for an order, and gives it back when the order fails.</summary>
    [Alias("Hear")]
    Task Hear(ImmutableArray<Delivered<OrderEvent>> events);

    /// <summary>Gives the use back when tickets could not be issued.</summary>
    [Alias("HearTickets")]
    Task HearTickets(ImmutableArray<Delivered<TicketEvent>> events);

    /// <summary>Null when there is no such coupon.</summary>
    [Alias("Get")]
    Task<CouponView?> Get();

    /// <summary>
    /// Makes it, or changes its terms (operator); what was used stays used. Answers it as it is then.
    /// </summary>
    [Alias("Put")]
    Task<CouponView> Put(CouponTerms terms);
}
