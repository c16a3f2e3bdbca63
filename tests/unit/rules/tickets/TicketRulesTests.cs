using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tickets;

namespace Ticketing.Tests.Rules.Tickets;

public class TicketRulesTests
{
    private static readonly DateTimeOffset Later = SomeOrder.Later;

    private static ImmutableArray<TicketRow> Issued => SomeOrder.Issued;

    private static ImmutableArray<TicketRow> Cancelled => SomeOrder.Cancelled;

    [Fact]
    public void A_processed_order_gets_one_ticket_a_seat_in_the_order_of_the_seats()
    {
        var change = Issue(SomeOrder.Processed, SomeOrder.Confirmed, []);

        Assert.Equal((TicketStatus.Issued, 1), (change.Told, change.Version));
        Assert.Equal(["A-1", "A-2"], change.Rows.Select(row => row.SeatId));
        Assert.Equal([0, 1], change.Rows.Select(row => row.Ordinal));
        Assert.All(change.Rows, row => Assert.Equal(
            (SomeOrder.Id, Some.Id, Some.User, "Stalls", Some.Now, false, 1L),
            (row.OrderId, row.ReservationId, row.UserId, row.Category, row.IssuedAt, row.IsCancelled, row.Version)));
    }

    [Fact]
    public void The_ids_of_tickets_follow_from_the_order_and_the_place_in_it()
    {
        var other = SomeOrder.Processed with { OrderId = Guid.NewGuid() };
        var others = Issue(
            other, SomeOrder.Reservation(ReservationStatus.Confirmed, PaymentStatus.Paid, orderId: other.OrderId), []);

        Assert.Equal(Issued.Select(row => row.TicketId), Issued.Select(row => row.TicketId));
        Assert.Equal(4, Issued.Concat(others.Rows).Select(row => row.TicketId).Distinct().Count());
    }

    [Fact]
    public void General_admission_has_tickets_without_a_seat()
    {
        var order = SomeOrder.Processed with { Lines = [new OrderLine("Stalls", 2, HasSeats: false)] };

        Assert.All(Issue(order, SomeOrder.Confirmed, []).Rows, row => Assert.Equal("", row.SeatId));
    }

    [Fact]
    public void What_was_issued_is_not_issued_again_but_told_again_to_who_asks_again()
    {
        Assert.True(Issue(SomeOrder.Processed, SomeOrder.Confirmed, Issued).IsNothing);

        var again = Issue(SomeOrder.AskedAgain, SomeOrder.Confirmed, Issued);
        Assert.Empty(again.Rows);
        Assert.Equal((TicketStatus.Issued, 1), (again.Told, again.Version));
    }

    [Fact]
    public void A_reservation_that_was_cancelled_gets_none_and_its_money_is_not_given_back_twice()
    {
        var cancelled = SomeOrder.Reservation(ReservationStatus.Cancelled, PaymentStatus.Refunding, "cancelled-by-fan");

        Assert.True(Issue(SomeOrder.Processed, cancelled, []).IsNothing);
        Assert.True(Issue(SomeOrder.AskedAgain, cancelled, Cancelled).IsNothing);
        Assert.True(TicketRules.Fail(SomeOrder.AskedAgain, cancelled, Cancelled, Later).IsNothing);
    }

    public static TheoryData<string> Unfit() => ["none", "of another order", "expired", "with other seats"];

    [Theory]
    [MemberData(nameof(Unfit))]
    public void An_order_that_has_no_reservation_to_issue_for_fails_and_stays_so(string what)
    {
        var reservation = what switch
        {
            "none" => null,
            "of another order" =>
                SomeOrder.Reservation(ReservationStatus.Confirmed, PaymentStatus.Paid, orderId: Guid.NewGuid()),
            "expired" => SomeOrder.Reservation(ReservationStatus.Expired, PaymentStatus.Debiting),
            _ => SomeOrder.Confirmed,
        };
        var order = what == "with other seats"
            ? SomeOrder.Processed with { Lines = [new OrderLine("Stalls", 3)] }
            : SomeOrder.Processed;

        var change = Issue(order, reservation, []);

        Assert.Equal(TicketStatus.Failed, change.Told);
        Assert.All(change.Rows, row => Assert.True(TicketRules.WasNeverIssued(row)));
        Assert.Equal(order.Lines.Sum(line => line.Quantity), change.Rows.Length);
        Assert.True(Issue(order, SomeOrder.Confirmed, change.Rows).IsNothing);
    }

    [Fact]
    public void Stock_that_failed_cancels_all_once_and_tells()
    {
        var change = TicketRules.Fail(SomeOrder.Processed, null, Issued, Later);

        Assert.Equal((TicketStatus.Failed, 2), (change.Told, change.Version));
        Assert.All(change.Rows, row => Assert.True(row is { IsCancelled: true, Version: 2, Code: "signed" }));
        Assert.True(TicketRules.Fail(SomeOrder.Processed, SomeOrder.Confirmed, change.Rows, Later).IsNothing);
        Assert.True(Issue(SomeOrder.Processed, SomeOrder.Confirmed, change.Rows).IsNothing);
    }

    [Fact]
    public void A_failure_that_comes_before_the_tickets_keeps_them_from_being_issued()
    {
        var change = TicketRules.Fail(SomeOrder.Processed, null, [], Later);

        Assert.Equal(TicketStatus.Failed, change.Told);
        Assert.True(Issue(SomeOrder.Processed, SomeOrder.Confirmed, change.Rows).IsNothing);
    }

    [Theory]
    [InlineData(ReservationStatus.Confirmed, PaymentStatus.Paid, null, true)]
    [InlineData(ReservationStatus.Cancelled, PaymentStatus.Refunding, OrderReasons.TicketsFailed, true)]
    [InlineData(ReservationStatus.Cancelled, PaymentStatus.Refunded, OrderReasons.TicketsFailed, false)]
    [InlineData(ReservationStatus.Cancelled, PaymentStatus.Refunding, "cancelled-by-fan", false)]
    public void A_failure_is_told_again_while_it_is_to_be_acted_on(
        ReservationStatus status, PaymentStatus payment, string? reason, bool isTold)
    {
        var reservation = SomeOrder.Reservation(status, payment, reason);
        foreach (var change in new[]
        {
            TicketRules.Fail(SomeOrder.AskedAgain, reservation, Cancelled, Later),
            Issue(SomeOrder.AskedAgain, reservation, Cancelled),
        })
        {
            Assert.Empty(change.Rows);
            Assert.Equal(isTold ? TicketStatus.Failed : null, change.Told);
        }
    }

    [Fact]
    public void A_cancelled_reservation_cancels_its_tickets_and_tells_nobody()
    {
        var ended = SomeOrder.Event(ReservationStatus.Cancelled, PaymentStatus.Refunding, SomeOrder.Id);

        var change = TicketRules.End(ended, Issued, Later);

        Assert.Null(change.Told);
        Assert.All(change.Rows, row => Assert.True(row is { IsCancelled: true, Version: 2 }));
        Assert.True(TicketRules.End(ended, change.Rows, Later).IsNothing);
    }

    [Fact]
    public void A_paid_reservation_that_is_cancelled_before_its_tickets_never_gets_any()
    {
        var ended = SomeOrder.Event(ReservationStatus.Cancelled, PaymentStatus.Refunding, SomeOrder.Id);

        var change = TicketRules.End(ended, [], Later);

        Assert.Equal(Issued.Select(row => row.TicketId), change.Rows.Select(row => row.TicketId));
        Assert.All(change.Rows, row => Assert.True(TicketRules.WasNeverIssued(row)));
        Assert.True(Issue(SomeOrder.Processed, SomeOrder.Confirmed, change.Rows).IsNothing);
    }

    /// <summary>The event may come again when a late payment has confirmed an expired reservation.</summary>
    [Theory]
    [InlineData(ReservationStatus.Expired, PaymentStatus.Debiting)]
    [InlineData(ReservationStatus.Expired, PaymentStatus.Void)]
    [InlineData(ReservationStatus.Cancelled, PaymentStatus.Void)]
    public void What_ended_unpaid_changes_no_ticket(ReservationStatus status, PaymentStatus payment)
    {
        var ended = SomeOrder.Event(status, payment, SomeOrder.Id);

        Assert.True(TicketRules.End(ended, [], Later).IsNothing);
        Assert.True(TicketRules.End(ended, Issued, Later).IsNothing);
    }

    [Fact]
    public void A_used_ticket_is_neither_withdrawn_nor_cancelled_by_the_stock()
    {
        var used = Issued[0] with { UsedAt = Later, UsedGate = "North", Version = 2 };

        Assert.Equal(
            [Issued[1].TicketId],
            TicketRules.Withdraw(SomeOrder.Confirmed, [used, Issued[1]], Later).Select(row => row.TicketId));
        Assert.True(TicketRules.Fail(SomeOrder.Processed, null, [used, Issued[1]], Later).IsNothing);
    }

    [Fact]
    public void A_paid_reservation_withdraws_its_tickets_also_those_that_are_not_issued_yet()
    {
        var withdrawn = TicketRules.Withdraw(SomeOrder.Confirmed, Issued, Later);
        var never = TicketRules.Withdraw(SomeOrder.Confirmed, [], Later);

        Assert.All(withdrawn, row => Assert.True(row is { IsCancelled: true, Version: 2 }));
        Assert.Equal(Issued.Select(row => row.TicketId), never.Select(row => row.TicketId));
        Assert.All(never, row => Assert.True(TicketRules.WasNeverIssued(row) && row.Version == 1));
    }

    private static TicketChange Issue(
        OrderEvent order, ReservationRecord? reservation, IReadOnlyList<TicketRow> known) =>
        TicketRules.Issue(order, reservation, known, Some.Now);
}
