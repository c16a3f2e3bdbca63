using System.Collections.Immutable;
using Orleans.Concurrency;
using Ticketing.Events;

namespace Ticketing.Coupons;

/// <summary>One coupon; key: <see cref="GrainKeys.Coupon"/> of its code. Each order's use is counted once.</summary>
[Alias("Ticketing.ICouponGrain"), Version(2)]
public interface ICouponGrain : IGrainWithStringKey
{
    /// <summary>Takes a use for an order, and returns it when the order fails.</summary>
    [Alias("Hear")]
    Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events);

    /// <summary>Returns the use when the order's tickets could not be issued.</summary>
    [Alias("HearTickets")]
    Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events);

    /// <summary>
    /// The discount that an order would get now, or why it would get none. Changes nothing: the coupon may be used up
    /// before the order asks for it.
    /// </summary>
    [AlwaysInterleave, Alias("Quote")]
    Task<CouponQuote> Quote(CouponQuestion question);

    /// <summary>The coupon, or null when it does not exist.</summary>
    [Alias("Get")]
    Task<CouponView?> Get();

    /// <summary>
    /// Creates the coupon or changes its terms (operator), and returns it. Uses already taken stay counted.
    /// </summary>
    [Alias("Put")]
    Task<CouponView> Put(CouponTerms terms);
}

/// <param name="Amount">The price of the order, in minor units.</param>
/// <param name="OrderId">
/// The fan's last attempt to pay for the same reservation, whose use is given back before the next attempt; null when
/// there was none.
/// </param>
/// <param name="Currency">The currency of the order, a code of ISO 4217; null is the installation's.</param>
[GenerateSerializer, Immutable, Alias("CouponQuestion")]
public sealed record CouponQuestion(
    [property: Id(0)] Guid UserId,
    [property: Id(1)] long Amount,
    [property: Id(2)] Guid? OrderId = null,
    [property: Id(3)] string? Currency = null);

/// <param name="Discount">In minor units; 0 when the coupon would be refused.</param>
/// <param name="Reason">One of <see cref="Orders.OrderReasons"/>; null when the coupon would be taken.</param>
[GenerateSerializer, Immutable, Alias("CouponQuote")]
public sealed record CouponQuote([property: Id(0)] long Discount, [property: Id(1)] string? Reason = null);

/// <summary>The value of a coupon and the conditions of its use.</summary>
/// <param name="Value">Minor units or percent, see <see cref="CouponKind"/>.</param>
/// <param name="ValidUntil">The first moment at which the coupon is no longer valid.</param>
/// <param name="TotalUses">Maximum number of uses by all fans together.</param>
/// <param name="UsesPerFan">Maximum number of uses by one fan.</param>
/// <param name="MinimumAmount">Minimum price of the order, in minor units.</param>
[GenerateSerializer, Immutable, Alias("CouponTerms")]
public sealed record CouponTerms(
    [property: Id(0)] CouponKind Kind,
    [property: Id(1)] long Value,
    [property: Id(2)] DateTimeOffset ValidFrom,
    [property: Id(3)] DateTimeOffset ValidUntil,
    [property: Id(4)] int TotalUses,
    [property: Id(5)] int UsesPerFan,
    [property: Id(6)] long MinimumAmount)
{
    /// <summary>
    /// The currency of the value and of the minimum, a code of ISO 4217; null is the installation's. A coupon that
    /// names no amount is for orders of every currency, whatever this is.
    /// </summary>
    [Id(30)]
    public string? Currency { get; init; }
}

/// <summary>The unit of a coupon's value. The numbers are stored and must not change.</summary>
public enum CouponKind
{
    /// <summary>An amount, at most the price of the order.</summary>
    Fixed = 0,

    /// <summary>Percent of the price, 1 to 100; the discount is rounded down to whole minor units.</summary>
    Percent = 1,
}

/// <param name="Used">Uses that were taken and not returned.</param>
[GenerateSerializer, Immutable, Alias("CouponView")]
public sealed record CouponView(
    [property: Id(0)] string Code, [property: Id(1)] CouponTerms Terms, [property: Id(2)] int Used);
