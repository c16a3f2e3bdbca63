using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Coupons;

/// <summary>
/// Decisions about the uses of one coupon. Pure. The row of a use records what was done, so a repeated event changes
/// nothing; a use that is returned before it was taken is never taken.
/// </summary>
public static class CouponRules
{
    public static CouponDraft Handle(CouponDraft draft, Delivered<OrderEvent> heard) =>
        heard.Topic == Topics.OrderProcessing
            ? Take(draft, heard.Body, heard.OccurredAt)
            : GiveBack(draft, heard.Body, heard.OccurredAt);

    public static CouponDraft HandleTickets(CouponDraft draft, Delivered<TicketEvent> heard) =>
        heard.Body.Order is { } order ? GiveBack(draft, order, heard.OccurredAt) : draft;

    /// <summary>
    /// The coupon with the operator's terms. Uses already taken stay counted, and are allowed even above the new total.
    /// </summary>
    public static CouponRow Put(CouponRow? row, string code, CouponTerms terms) => row is null
        ? new CouponRow(code, terms, Used: 0, Version: 1)
        : row with
        {
            Terms = terms with { TotalUses = Math.Max(terms.TotalUses, row.Used) },
            Version = row.Version + 1,
        };

    /// <summary>The answer to an order that would ask now; see <see cref="ICouponGrain.Quote"/>.</summary>
    public static CouponQuote Quote(CouponDraft draft, CouponQuestion question, DateTimeOffset now)
    {
        if (question.OrderId is { } last && draft.Uses.GetValueOrDefault(last) is { Status: CouponUseStatus.Taken } use)
            draft = draft.Put(use with { Status = CouponUseStatus.Returned });
        var reason = Refuse(draft, question, now);
        return new CouponQuote(reason is null ? Discount(draft.Row!.Terms, question.Amount) : 0, reason);
    }

    /// <summary>
    /// The discount of an order as discounts of its lines: each is the line's share by price, in whole minor units and
    /// at most its price, and all of them together are the discount. Rounding leaves a few units, which go to the lines
    /// that lost most by it, the first of equal ones first.
    /// </summary>
    /// <param name="discount">At most the sum of the prices.</param>
    public static ImmutableArray<long> Shares(long discount, ImmutableArray<long> prices)
    {
        var amount = prices.Sum();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(discount, amount);
        if (discount == 0) return [.. prices.Select(_ => 0L)];
        var shares = prices.Select(price => checked(price * discount) / amount).ToArray();
        var left = (int)(discount - shares.Sum());
        foreach (var at in Enumerable.Range(0, prices.Length)
            .OrderByDescending(at => prices[at] * discount % amount).Take(left))
            shares[at]++;
        return [.. shares];
    }

    /// <summary>The discount in minor units of the order's currency.</summary>
    public static long Discount(CouponTerms terms, long amount) => terms.Kind switch
    {
        CouponKind.Percent => checked(amount * terms.Value) / 100,
        _ => Math.Min(terms.Value, amount),
    };

    /// <summary>Whether the terms name an amount of money, which is of one currency.</summary>
    public static bool NameAmount(CouponTerms terms) => terms.Kind == CouponKind.Fixed || terms.MinimumAmount > 0;

    /// <param name="now">
    /// When the payment was requested: a coupon that expires while the event is in flight is still valid.
    /// </param>
    private static CouponDraft Take(CouponDraft draft, OrderEvent body, DateTimeOffset now)
    {
        if (draft.Uses.GetValueOrDefault(body.OrderId) is { } use)
        {
            // Repeat the answer. The row is written again, so that a decision based on stale memory conflicts.
            return body.Again && use.Status != CouponUseStatus.Returned ? Answer(draft.Put(use), body, use) : draft;
        }

        var asked = new CouponQuestion(body.UserId, body.Amount, body.OrderId, body.Currency);
        var reason = Refuse(draft, asked, now);
        var taken = new CouponUseRow(
            draft.Code, body.OrderId, body.UserId,
            reason is null ? Discount(draft.Row!.Terms, body.Amount) : 0,
            reason is null ? CouponUseStatus.Taken : CouponUseStatus.Refused, reason, now, Version: 0);
        return Answer(draft.Put(taken), body, taken);
    }

    private static string? Refuse(CouponDraft draft, CouponQuestion order, DateTimeOffset now)
    {
        if (draft.Row is not { } coupon) return OrderReasons.CouponUnknown;
        var terms = coupon.Terms;
        if (now < terms.ValidFrom || now >= terms.ValidUntil) return OrderReasons.CouponNotValidNow;
        if (NameAmount(terms) && order.Currency != terms.Currency) return OrderReasons.CouponOtherCurrency;
        if (order.Amount < terms.MinimumAmount) return OrderReasons.CouponBelowMinimum;
        if (Discount(terms, order.Amount) == 0) return OrderReasons.CouponWithoutEffect;
        if (draft.UsesOf(order.UserId) >= terms.UsesPerFan) return OrderReasons.CouponUsedByFan;
        return coupon.Used >= terms.TotalUses ? OrderReasons.CouponUsedUp : null;
    }

    private static CouponDraft Answer(CouponDraft draft, OrderEvent body, CouponUseRow use) =>
        use.Status == CouponUseStatus.Taken
            ? draft.Say(
                Topics.OrderProcessingCouponSuccess,
                body with { Part = OrderRules.CouponPart, Discount = use.Discount })
            : draft.Say(
                Topics.OrderProcessingFail, body with { Part = OrderRules.CouponPart, Reason = use.Reason });

    private static CouponDraft GiveBack(CouponDraft draft, OrderEvent body, DateTimeOffset now) =>
        draft.Uses.GetValueOrDefault(body.OrderId) switch
        {
            null => draft.Put(new CouponUseRow(
                draft.Code, body.OrderId, body.UserId, Discount: 0, CouponUseStatus.Returned, Reason: null, now,
                Version: 0)),
            { Status: CouponUseStatus.Taken } use => draft.Put(use with { Status = CouponUseStatus.Returned }),
            _ => draft,
        };
}

/// <summary>A coupon and its uses while a batch is decided; one commit writes it.</summary>
/// <param name="Row">With the stored version; null when the coupon does not exist.</param>
/// <param name="Uses">The loaded and the new uses by order, with their stored versions.</param>
/// <param name="UsesOfFans">Number of uses by each fan of the batch.</param>
/// <param name="Changed">The orders whose uses must be written.</param>
public sealed record CouponDraft(
    string Code,
    CouponRow? Row,
    ImmutableDictionary<Guid, CouponUseRow> Uses,
    ImmutableDictionary<Guid, int> UsesOfFans,
    ImmutableHashSet<Guid> Changed,
    ImmutableArray<OrderEventDraft> Events)
{
    public static CouponDraft Of(
        string code, CouponRow? row, IEnumerable<CouponUseRow> uses, IReadOnlyDictionary<Guid, int> usesOfFans) =>
        new(code, row, uses.ToImmutableDictionary(use => use.OrderId), usesOfFans.ToImmutableDictionary(), [], []);

    public int UsesOf(Guid userId) => UsesOfFans.GetValueOrDefault(userId);

    /// <summary>Replaces a use and adjusts the counts.</summary>
    public CouponDraft Put(CouponUseRow use)
    {
        var change = Counted(use) - Counted(Uses.GetValueOrDefault(use.OrderId));
        return this with
        {
            Row = Row is null ? null : Row with { Used = Row.Used + change },
            Uses = Uses.SetItem(use.OrderId, use),
            UsesOfFans = UsesOfFans.SetItem(use.UserId, UsesOf(use.UserId) + change),
            Changed = Changed.Add(use.OrderId),
        };
    }

    public CouponDraft Say(string topic, OrderEvent body) =>
        this with { Events = Events.Add(new OrderEventDraft(topic, body)) };

    private static int Counted(CouponUseRow? use) => use?.Status == CouponUseStatus.Taken ? 1 : 0;
}

/// <summary>The state of a coupon's use. The numbers are stored and must not change.</summary>
public enum CouponUseStatus
{
    Taken = 0,

    /// <summary>
    /// Returned, possibly before it was taken: it can never be taken later, however late the request arrives.
    /// </summary>
    Returned = 1,
    Refused = 2,
}
