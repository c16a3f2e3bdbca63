using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Coupons;

/// <summary>
/// Decisions about the uses of one coupon. Pure. The use says what was done, so a repetition changes nothing; what is
/// given back before it was taken is never taken.
/// </summary>
public static class CouponRules
{
    public static CouponDraft Hear(CouponDraft draft, Delivered<OrderEvent> heard) =>
        heard.Topic == Topics.OrderProcessing
            ? Take(draft, heard.Body, heard.OccurredAt)
            : GiveBack(draft, heard.Body, heard.OccurredAt);

    public static CouponDraft HearTickets(CouponDraft draft, Delivered<TicketEvent> heard) =>
        heard.Body.Order is { } order ? GiveBack(draft, order, heard.OccurredAt) : draft;

    /// <summary>The coupon as an operator wants it; what was used stays used, and is allowed.</summary>
    public static CouponRow Put(CouponRow? row, string code, CouponTerms terms) => row is null
        ? new CouponRow(code, terms, Used: 0, Version: 1)
        : row with
        {
            Terms = terms with { TotalUses = Math.Max(terms.TotalUses, row.Used) },
            Version = row.Version + 1,
        };

    /// <summary>Points.</summary>
    public static long Discount(CouponTerms terms, long amount) => terms.Kind switch
    {
        CouponKind.Percent => checked(amount * terms.Value) / 100,
        _ => Math.Min(terms.Value, amount),
    };

    /// <param name="now">When the fan paid: a coupon does not become invalid on the way.</param>
    private static CouponDraft Take(CouponDraft draft, OrderEvent body, DateTimeOffset now)
    {
        if (draft.Uses.GetValueOrDefault(body.OrderId) is { } use)
        {
            // Who asks again is told what was done; the row is written again, so that nobody says what is old.
            return body.Again && use.Status != CouponUseStatus.Returned ? Answer(draft.Put(use), body, use) : draft;
        }

        var reason = Refuse(draft, body, now);
        var taken = new CouponUseRow(
            draft.Code, body.OrderId, body.UserId,
            reason is null ? Discount(draft.Row!.Terms, body.Amount) : 0,
            reason is null ? CouponUseStatus.Taken : CouponUseStatus.Refused, reason, now, Version: 0);
        return Answer(draft.Put(taken), body, taken);
    }

    private static string? Refuse(CouponDraft draft, OrderEvent body, DateTimeOffset now)
    {
        if (draft.Row is not { } coupon) return OrderReasons.CouponUnknown;
        var terms = coupon.Terms;
        if (now < terms.ValidFrom || now >= terms.ValidUntil) return OrderReasons.CouponNotValidNow;
        if (body.Amount < terms.MinimumAmount) return OrderReasons.CouponBelowMinimum;
        if (draft.UsesOf(body.UserId) >= terms.UsesPerFan) return OrderReasons.CouponUsedByFan;
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
