using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Coupons;

/// <summary>A coupon while a batch is decided on; one commit makes it true.</summary>
/// <param name="Row">With the version that is stored; null when there is no such coupon.</param>
/// <param name="Uses">What was loaded, and what is new, by order; with the versions that are stored.</param>
/// <param name="UsesOfFans">How often each fan of the batch uses it.</param>
/// <param name="Changed">The orders whose uses are to be written.</param>
public sealed record CouponDraft(
    string Code,
    CouponRow? Row,
    ImmutableDictionary<Guid, CouponUseRow> Uses,
    ImmutableDictionary<Guid, int> UsesOfFans,
    ImmutableHashSet<Guid> Changed,
    ImmutableArray<OrderNews> News)
{
    public static CouponDraft Of(
        string code, CouponRow? row, IEnumerable<CouponUseRow> uses, IReadOnlyDictionary<Guid, int> usesOfFans) =>
        new(code, row, uses.ToImmutableDictionary(use => use.OrderId), usesOfFans.ToImmutableDictionary(), [], []);

    public int UsesOf(Guid userId) => UsesOfFans.GetValueOrDefault(userId);

    /// <summary>What becomes of a use, and with it of the counts.</summary>
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

    public CouponDraft Say(string topic, OrderEvent body) => this with { News = News.Add(new OrderNews(topic, body)) };

    private static int Counted(CouponUseRow? use) => use?.Status == CouponUseStatus.Taken ? 1 : 0;
}
