using Ticketing.Events;
using Ticketing.PostProcessing;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Rules;

public class DetailsRulesTests
{
    private static readonly DetailsRow[] Life = [.. SomeLife()];

    [Fact]
    public void Every_order_of_events_of_different_topics_ends_in_the_same_row()
    {
        var last = Life[4].Reservation!;
        var expected = new DetailsRow(
            Some.Id, last, new PaymentFacet(PaymentStatus.Refunded, 5, Charged: 12_000),
            new TicketFacet(TicketStatus.Failed, 2), new StockFacet(StockStatus.Decreased, 1));
        Assert.Equal(ReservationStatus.Cancelled, last.Status);
        var orders = 0;
        foreach (var order in Permutations(Life))
        {
            orders++;
            // All at once, one by one, and in two batches.
            AssertIs(expected, Assert.Single(DetailsRules.Merge(order)));
            AssertIs(expected, order.Aggregate((DetailsRow?)null, MemoryDetails.Newest)!);
            var cut = orders % order.Length;
            var halves = new[] { order[..cut], order[cut..] }.SelectMany(half => DetailsRules.Merge(half));
            AssertIs(expected, halves.Aggregate((DetailsRow?)null, MemoryDetails.Newest)!);
        }

        Assert.Equal(40_320, orders);
    }

    [Fact]
    public void Events_that_come_again_change_nothing()
    {
        var once = Assert.Single(DetailsRules.Merge(Life));

        AssertIs(once, Assert.Single(DetailsRules.Merge([.. Life, .. Life])));
    }

    [Fact]
    public void A_batch_becomes_one_row_a_reservation()
    {
        var other = Life[0] with { ReservationId = Some.User };

        var rows = DetailsRules.Merge([Life[0], other, Life[1], other]);

        Assert.Equal([Some.Id, Some.User], rows.Select(row => row.ReservationId));
        Assert.Equal([2L, 1L], rows.Select(row => row.Reservation!.Version));
    }

    /// <summary>Reserved, paid, cancelled and refunded; tickets issued, then taken back; stock decreased.</summary>
    private static IEnumerable<DetailsRow> SomeLife()
    {
        var pending = Some.Pending;
        var paying = LifeRules.BeginPayment(pending, null, Some.Now);
        var confirmed = PaymentRules.Confirm(paying, 12_000, Some.Now);
        var cancelled = LifeRules.Cancel(confirmed, Some.Now);
        var refunded = PaymentRules.EndRefunded(cancelled, null, Some.Now);
        ReservationRecord?[] steps = [null, pending, paying, confirmed, cancelled, refunded];
        foreach (var (before, after) in steps.Zip(steps.Skip(1)))
            yield return DetailsRules.Of(Deliveries.Of(ReservationCommits.Write(before, after!)).Body);
        yield return DetailsRules.Of(new TicketEvent(Some.Id, TicketStatus.Issued, 1));
        yield return DetailsRules.Of(new TicketEvent(Some.Id, TicketStatus.Failed, 2));
        yield return DetailsRules.Of(new StockEvent(Some.Id, StockStatus.Decreased, 1));
    }

    private static void AssertIs(DetailsRow expected, DetailsRow actual)
    {
        if (expected != actual) Assert.Fail($"{actual} is not {expected}.");
    }

    private static IEnumerable<DetailsRow[]> Permutations(DetailsRow[] rows)
    {
        if (rows.Length <= 1)
        {
            yield return rows;
            yield break;
        }

        for (var first = 0; first < rows.Length; first++)
        {
            foreach (var rest in Permutations([.. rows[..first], .. rows[(first + 1)..]]))
                yield return [rows[first], .. rest];
        }
    }
}
