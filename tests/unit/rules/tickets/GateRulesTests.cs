using System.Collections.Immutable;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tickets;

namespace Ticketing.Tests.Rules.Tickets;

public class GateRulesTests
{
    private static readonly DateTimeOffset Later = SomeOrder.Later;

    private static ImmutableArray<TicketRow> Issued => SomeOrder.Issued;

    private static ImmutableArray<TicketRow> Cancelled => SomeOrder.Cancelled;

    [Fact]
    public void A_ticket_admits_once_and_tells_when_and_where_it_was_used_before()
    {
        var ticket = Issued[1];

        var (admitted, used) = GateRules.CheckIn(
            SomeOrder.Confirmed, Issued, ticket.TicketId, "North", Some.Now, Later);
        Assert.Equal(CheckInResult.Admitted, admitted.Result);
        Assert.Equal((Later, "North", 2L), (used!.UsedAt, used.UsedGate, used.Version));

        var (refused, written) = GateRules.CheckIn(
            SomeOrder.Confirmed, [Issued[0], used], ticket.TicketId, "South", Some.Now, Later.AddMinutes(1));
        Assert.Null(written);
        Assert.Equal(CheckInResult.UsedBefore, refused.Result);
        Assert.Equal((Later, "North"), (refused.Ticket!.UsedAt, refused.Ticket.UsedGate));
    }

    [Fact]
    public void What_is_cancelled_or_was_never_issued_admits_nobody()
    {
        var never = TicketRules.Fail(SomeOrder.Processed, null, [], Later).Rows;
        var given = SomeOrder.Reservation(ReservationStatus.Cancelled, PaymentStatus.Refunding);
        foreach (var (reservation, rows, result) in new[]
        {
            (SomeOrder.Confirmed, Cancelled, CheckInResult.Cancelled),
            (given, Issued, CheckInResult.Cancelled),
            (SomeOrder.Confirmed, never, CheckInResult.Unknown),
            (SomeOrder.Confirmed, [], CheckInResult.Unknown),
        })
        {
            var (outcome, written) = GateRules.CheckIn(
                reservation, rows, Issued[0].TicketId, "North", Some.Now, Later);
            Assert.Null(written);
            Assert.Equal(result, outcome.Result);
        }
    }

    [Fact]
    public void A_ticket_is_not_used_before_the_doors_open()
    {
        var (outcome, written) = GateRules.CheckIn(
            SomeOrder.Confirmed, Issued, Issued[0].TicketId, "North", doorsAt: Later, Later.AddTicks(-1));

        Assert.Null(written);
        Assert.Equal((CheckInResult.TooEarly, (DateTimeOffset?)Later), (outcome.Result, outcome.DoorsAt));
    }

    [Fact]
    public void A_check_in_is_undone_once_with_a_reason_and_the_ticket_admits_again()
    {
        var id = Issued[0].TicketId;
        var used = GateRules.CheckIn(SomeOrder.Confirmed, Issued, id, "North", Some.Now, Later).Written!;
        var command = new UndoCheckIn(id, "South", "Wrong fan.");

        var (outcome, undone) = GateRules.UndoCheckIn([used, Issued[1]], command, Later.AddMinutes(1));

        Assert.Equal(UndoCheckInResult.Undone, outcome.Result);
        Assert.Equal((null, null, 3L), (undone!.UsedAt, undone.UsedGate, undone.Version));
        Assert.Equal(new UndoneCheckIn(Later.AddMinutes(1), "South", "Wrong fan."), undone.Undone);
        var (repeated, again) = GateRules.UndoCheckIn([undone, Issued[1]], command, Later.AddMinutes(2));
        Assert.Equal((UndoCheckInResult.Undone, null), (repeated.Result, again));
        var readmitted = GateRules.CheckIn(
            SomeOrder.Confirmed, [undone, Issued[1]], id, "South", Some.Now, Later.AddMinutes(2));
        Assert.Equal((CheckInResult.Admitted, 4L), (readmitted.Outcome.Result, readmitted.Written!.Version));
    }

    [Fact]
    public void Only_a_used_ticket_has_a_check_in_to_undo()
    {
        foreach (var (rows, result) in new[]
        {
            (Issued, UndoCheckInResult.NotUsed),
            (Cancelled, UndoCheckInResult.NotUsed),
            ([], UndoCheckInResult.Unknown),
        })
        {
            var command = new UndoCheckIn(Issued[0].TicketId, "North", "Wrong fan.");
            var (outcome, written) = GateRules.UndoCheckIn(rows, command, Later);
            Assert.Equal((result, null), (outcome.Result, written));
        }
    }
}
