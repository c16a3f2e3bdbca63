using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules.Queues;

public class AdmissionRulesTests
{
    [Fact]
    public void Fans_are_admitted_in_order_and_never_more_than_allowed()
    {
        var queue = new Queued();
        queue.Join(1, 2, 3, 4);

        Assert.Equal([1, 2], queue.Admit());
        Assert.Empty(queue.Admit());
        queue.Leave(2);
        Assert.Equal([3], queue.Admit());
        Assert.Equal((3, 1), (queue.Row.AdmittedThrough, queue.Row.Waiting));
    }

    [Fact]
    public void Places_given_back_are_passed_over()
    {
        var queue = new Queued();
        queue.Join([.. Enumerable.Range(1, 10)]);
        foreach (var fan in new[] { 1, 2, 3, 5, 6, 7 }) queue.Leave(fan);

        while (queue.State.Present.Count < 2) queue.Admit();
        Assert.Equal([4, 8], queue.State.Present.OfFans.Values.Select(place => place.Number).Order());
        Assert.Equal(8, queue.Row.AdmittedThrough);
    }

    [Fact]
    public void A_look_reads_as_many_turns_as_are_likely_to_hold_enough_fans()
    {
        var row = new Queued().Row with { LastNumber = 10_000, Waiting = 1_000, Abandoned = 9_000 };
        var state = QueueState.Read(new QueueRecord(row, [], []), Some.Now);

        Assert.Equal(20, QueueAdmissionRules.NextNumbers(state, room: 2, onlyGaps: false).Length);
        Assert.Equal(Limits.TurnsPerLook, QueueAdmissionRules.NextNumbers(state, room: 2, onlyGaps: true).Length);
        Assert.Equal(Limits.TurnsPerLook, QueueAdmissionRules.NextNumbers(state, 1_000, onlyGaps: false).Length);
    }

    [Theory]
    [InlineData(SeatSupply.Free, true, true)]
    [InlineData(SeatSupply.OnlyHeld, true, false)]
    [InlineData(SeatSupply.SoldOut, true, false)]
    [InlineData(SeatSupply.SoldOut, false, true)]
    public void Admission_pauses_while_nothing_can_be_bought_if_set_to(SeatSupply supply, bool pauses, bool admits)
    {
        var queue = new Queued(new QueueSettings(PausesWhenSoldOut: pauses)) { Supply = supply };
        queue.Join(1);

        Assert.Equal(admits, queue.Admit().Length == 1);
    }

    [Fact]
    public void No_more_are_admitted_than_find_a_seat_unless_those_before_them_hold_one()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 100)) { FreeSeats = 3 };
        queue.Join([.. Enumerable.Range(1, 10)]);
        Assert.Equal([1, 2, 3], queue.Admit());
        Assert.Empty(queue.Admit());

        queue.Settle(1, TurnChange.Reserved);
        queue.FreeSeats = 2;
        Assert.Empty(queue.Admit());
        queue.Leave(2);
        Assert.Equal([4], queue.Admit());
        queue.Change(new QueueChange(PausesWhenSoldOut: false));
        Assert.Equal(6, queue.Admit().Length);
    }

    [Fact]
    public void Nobody_is_admitted_before_the_opening_after_the_start_while_paused_or_off()
    {
        var queue = new Queued();
        queue.Join(1, 2);
        queue.Now = Some.Terms.OpensAt.AddTicks(-1);
        Assert.Empty(queue.Admit());
        queue.Now = Some.Terms.StartsAt;
        Assert.Empty(queue.Admit());

        queue.Now = Some.Terms.OpensAt;
        queue.Change(new QueueChange(Paused: true));
        Assert.Empty(queue.Admit());
        queue.Change(new QueueChange(Paused: false, Enabled: false));
        Assert.Empty(queue.Admit());
        queue.Change(new QueueChange(Enabled: true));
        Assert.Equal([1, 2], queue.Admit());
    }

    [Fact]
    public void Nobody_is_thrown_out_when_fewer_may_be_present_and_nobody_admitted_until_there_is_room()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 3));
        queue.Join(1, 2, 3, 4, 5);
        queue.Admit();
        queue.Change(new QueueChange(MaxActive: 1));
        Assert.Equal(3, queue.State.Present.Count);
        queue.Leave(1);
        queue.Leave(2);
        Assert.Empty(queue.Admit());
        queue.Leave(3);
        Assert.Equal([4], queue.Admit());
    }

    [Fact]
    public void The_pace_is_kept_and_holds_no_more_than_a_second()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 100, PacePerSecond: 4));
        queue.Join([.. Enumerable.Range(1, 30)]);
        Assert.Empty(queue.Admit());

        queue.Now = queue.State.Pace.NextDue(4, queue.Now);
        Assert.Equal(Some.Now.AddMilliseconds(250), queue.Now);
        Assert.Single(queue.Admit());
        Assert.Empty(queue.Admit());
        queue.Now = queue.Now.AddSeconds(30);
        Assert.Equal(4, queue.Admit().Length);
        Assert.Empty(queue.Admit());
    }

    [Fact]
    public void Nobody_is_admitted_while_the_order_has_not_been_drawn()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 5, Draws: true)) { Now = Some.Terms.OpensAt.AddTicks(-1) };
        queue.Join([.. Enumerable.Range(1, 20)]);
        queue.Open();
        queue.Now = Some.Terms.OpensAt;
        Assert.Empty(queue.Admit());

        queue.Open();
        List<int> admitted = [.. queue.Admit()];
        while (admitted.Count < 20)
        {
            foreach (var fan in admitted) queue.Leave(fan);
            admitted.AddRange(queue.Admit());
        }

        Assert.Equal(Enumerable.Range(1, 20), admitted.Order());
    }

    [Fact]
    public void The_drawn_are_admitted_in_the_drawn_order_and_who_comes_later_behind_them()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 1, Draws: true)) { Now = Some.Terms.OpensAt.AddTicks(-1) };
        queue.Join([.. Enumerable.Range(1, 20)]);
        queue.Open();
        Assert.Null(queue.Row.DrawnEntries);
        Assert.Equal(EnterResult.Waiting, queue.Enter(queue.Place(1))!.Result);

        queue.Now = Some.Terms.OpensAt;
        queue.Open();
        queue.Join(21, 22);
        var order = new DrawOrder(queue.Row.DrawKey.AsMemory(), 20);
        for (var turn = 1; turn <= 22; turn++)
        {
            var fan = Assert.Single(queue.Admit());
            Assert.Equal(turn <= 20 ? order.NumberAt(turn) : turn, fan);
            queue.Leave(fan);
        }
    }

    [Fact]
    public void An_opening_that_nobody_waited_for_fixes_no_draw()
    {
        var queue = new Queued(new QueueSettings(Draws: true));
        queue.Open();
        Assert.Null(queue.Row.DrawnEntries);
        var joining = QueueDueRules.Open(queue.State, Some.Terms, joining: true, queue.Now);
        Assert.Equal(0, joining.Row.DrawnEntries);
    }

    [Fact]
    public void The_next_moment_to_look_is_the_earliest_at_which_something_happens()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 1, PacePerSecond: 2));
        queue.Now = Some.Terms.OpensAt.AddDays(-1);
        Assert.Null(Due(queue));
        queue.Join(1, 2);
        Assert.Equal(Some.Terms.OpensAt, Due(queue));
        queue.Now = Some.Terms.OpensAt;
        queue.Supply = SeatSupply.OnlyHeld;
        Assert.Equal(queue.Now.AddMilliseconds(Limits.SupplyCheckMilliseconds), Due(queue));
        queue.Supply = SeatSupply.SoldOut;
        Assert.Equal(queue.Now.AddSeconds(Limits.SoldOutCheckSeconds), Due(queue));
        queue.Supply = SeatSupply.Free;
        Assert.Equal(queue.Now.AddMilliseconds(500), Due(queue));
        queue.Now = Some.Now.AddSeconds(1);
        queue.Admit();
        Assert.Equal(queue.Now.AddSeconds(60), Due(queue));
        queue.Change(new QueueChange(MaxActive: 2));
        Assert.Equal(queue.Now, Due(queue));
        queue.Change(new QueueChange(Paused: true));
        Assert.Equal(queue.Now.AddSeconds(60), Due(queue));
        queue.Change(new QueueChange(Enabled: false));
        Assert.Null(Due(queue));

        static DateTimeOffset? Due(Queued queue) =>
            QueueDueRules.NextDue(queue.State, Some.Terms, queue.Look, queue.Now);
    }
}
