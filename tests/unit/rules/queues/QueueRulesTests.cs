using Ticketing.Queues;

namespace Ticketing.Tests.Rules.Queues;

public class QueueRulesTests
{
    [Fact]
    public void Numbers_are_given_in_order_of_arrival_and_asking_again_gives_the_same()
    {
        var queue = new Queued();

        Assert.Equal([1, 2, 1], queue.Join(1, 2, 1).Select(outcome => outcome.Place!.Value.Number));
        Assert.Equal([3, 2], queue.Join(3, 2).Select(outcome => outcome.Place!.Value.Number));
        Assert.Equal((3, 3), (queue.Row.LastNumber, queue.Row.Waiting));
    }

    [Fact]
    public void A_place_is_named_with_the_moment_that_a_token_can_hold()
    {
        var queue = new Queued { Now = Some.Now.AddTicks(12_345_678) };

        Assert.Equal(Some.Now.AddMilliseconds(1_234), queue.Join(1)[0].Place!.Value.JoinedAt);
    }

    [Fact]
    public void Who_was_missed_or_ran_out_or_left_comes_back_behind_the_others()
    {
        var queue = new Queued();
        queue.Join(1, 2, 3);
        queue.Admit();
        queue.Enter(queue.Place(1));
        queue.Leave(3);
        queue.Now = queue.Now.AddSeconds(601);

        Assert.Equal([4, 5, 6], queue.Join(1, 2, 3).Select(outcome => outcome.Place!.Value.Number));
        Assert.Equal((3, 3, 0), (queue.Row.Waiting, queue.Row.Abandoned, queue.State.Present.Count));
    }

    [Fact]
    public void A_draining_queue_gives_nobody_new_a_place()
    {
        var queue = new Queued();
        queue.Join(1);
        queue.Change(new QueueChange(Draining: true));

        Assert.Equal([JoinResult.Joined, JoinResult.Draining], queue.Join(1, 2).Select(outcome => outcome.Result));
        Assert.Equal([1], queue.Admit());
    }

    [Fact]
    public void Nobody_joins_a_queue_that_is_off_or_a_sale_that_is_over()
    {
        var row = new Queued().Row;

        Assert.Null(QueueJoinRules.Refuse(row, Some.Terms, Some.Terms.StartsAt.AddTicks(-1)));
        Assert.Equal(JoinResult.SaleOver, QueueJoinRules.Refuse(row, Some.Terms, Some.Terms.StartsAt));
        var off = row with { Settings = QueueSettings.Off };
        Assert.Equal(JoinResult.QueueOff, QueueJoinRules.Refuse(off, Some.Terms, Some.Terms.StartsAt));
    }

    [Fact]
    public void A_turn_is_waited_for_then_taken_within_the_claim_window_then_lasts_as_long_as_it_was_told()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 1));
        queue.Join(1, 2, 3);
        queue.Admit();
        Assert.Equal(new EnterOutcome(EnterResult.Waiting, Ahead: 1), queue.Enter(queue.Place(3)));

        queue.Now = queue.Now.AddSeconds(60).AddTicks(-1);
        var entered = queue.Enter(queue.Place(1));
        Assert.Equal(EnterResult.Active, entered!.Result);
        Assert.Equal(QueueMoments.WholeMilliseconds(queue.Now.AddSeconds(600)), entered.ActiveUntil);
        queue.Now = entered.ActiveUntil!.Value.AddTicks(-1);
        Assert.Equal(entered, queue.Enter(queue.Place(1)));

        queue.Now = entered.ActiveUntil.Value;
        Assert.Equal(EnterResult.RanOut, queue.Enter(queue.Place(1))!.Result);
        Assert.Equal(EnterResult.RanOut, queue.Enter(queue.Place(1))!.Result);
    }

    [Fact]
    public void Who_does_not_come_within_the_claim_window_has_missed_the_turn_though_no_timer_has_fired()
    {
        var queue = new Queued();
        queue.Join(1);
        queue.Admit();
        queue.Now = queue.Now.AddSeconds(60);

        Assert.Equal(EnterResult.Missed, queue.Enter(queue.Place(1))!.Result);
        Assert.Equal(PlaceStatus.Missed, queue.Stored(1).Status);
        Assert.Equal(EnterResult.Missed, queue.Enter(queue.Place(1))!.Result);
    }

    [Fact]
    public void Numbers_that_are_not_the_fans_are_told_apart()
    {
        var queue = new Queued();
        queue.Join(1, 2);
        queue.Admit();
        queue.Leave(1);
        var old = queue.Place(1);
        Assert.Equal(EnterResult.Left, queue.Enter(old)!.Result);
        queue.Join(1);
        queue.Admit();

        Assert.Equal(EnterResult.Left, queue.Enter(old)!.Result);
        Assert.Equal(EnterResult.Unknown, queue.Enter(old with { Number = 4 })!.Result);
        Assert.Equal(EnterResult.Unknown, queue.Enter(old with { Number = 0 })!.Result);
        Assert.Equal(EnterResult.Unknown, queue.Enter(queue.Place(2) with { UserId = Queued.Fan(9) })!.Result);
        Assert.Equal(EnterResult.Active, queue.Enter(queue.Place(1))!.Result);
    }

    [Fact]
    public void A_queue_that_is_off_says_so_and_ends_no_turn()
    {
        var queue = new Queued();
        queue.Join(1);
        queue.Admit();
        queue.Change(new QueueChange(Enabled: false));
        queue.Now = queue.Now.AddDays(1);
        queue.Lapse();

        Assert.Equal(EnterResult.QueueOff, queue.Enter(queue.Place(1))!.Result);
        Assert.Equal(PlaceStatus.Admitted, queue.Stored(1).Status);
    }

    [Theory]
    [InlineData(TurnChange.Paid, EnterResult.Served, 1, 0)]
    [InlineData(TurnChange.Released, EnterResult.Released, 0, 1)]
    public void A_reservation_ends_the_turn_it_was_made_in(
        TurnChange change, EnterResult result, int served, int abandoned)
    {
        var queue = new Queued();
        queue.Join(1);
        queue.Admit();
        queue.Enter(queue.Place(1));
        queue.Settle(1, change, number: 7);
        Assert.Equal(EnterResult.Active, queue.Enter(queue.Place(1))!.Result);

        queue.Settle(1, change);
        queue.Settle(1, change);
        Assert.Equal(result, queue.Enter(queue.Place(1))!.Result);
        Assert.Equal((served, abandoned), (queue.Row.Served, queue.Row.Abandoned));
    }

    [Fact]
    public void A_payment_keeps_the_turn_long_enough_and_revives_nothing()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 2, ActiveSeconds: 100));
        queue.Join(1, 2);
        queue.Admit();
        var until = queue.Enter(queue.Place(1))!.ActiveUntil!.Value;
        queue.Settle(1, TurnChange.PaymentBegan);
        Assert.Equal((until, false), (queue.Stored(1).Until, queue.Stored(1).Extended));

        queue.Now = until.AddSeconds(-10);
        queue.Settle(1, TurnChange.PaymentBegan);
        var extended = until.AddSeconds(Limits.PaymentCoverSeconds - 10);
        Assert.Equal((extended, true), (queue.Stored(1).Until, queue.Stored(1).Extended));

        queue.Now = until;
        queue.Settle(2, TurnChange.PaymentBegan);
        queue.Lapse();
        Assert.Equal((PlaceStatus.Active, PlaceStatus.Missed), (queue.Stored(1).Status, queue.Stored(2).Status));
    }

    [Fact]
    public void A_payment_keeps_the_turn_no_longer_than_the_hold_is_kept_for_it()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 2, ActiveSeconds: 100));
        queue.Join(1);
        queue.Admit();
        var until = queue.Enter(queue.Place(1))!.ActiveUntil!.Value;

        queue.Now = until.AddSeconds(-1); // the report arrives late
        queue.Settle(1, TurnChange.PaymentBegan, heldUntil: until.AddSeconds(20));

        Assert.Equal(until.AddSeconds(20), queue.Stored(1).Until);
    }

    [Fact]
    public void The_turn_lasts_as_long_as_a_renewed_hold_and_no_renewal_shortens_or_revives_it()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 2, ActiveSeconds: 100));
        queue.Join(1);
        queue.Admit();
        var until = queue.Enter(queue.Place(1))!.ActiveUntil!.Value;

        queue.Settle(1, TurnChange.Renewed, heldUntil: until.AddSeconds(-1));
        Assert.Equal(until, queue.Stored(1).Until);
        for (var renewal = 1; renewal <= 3; renewal++)
        {
            queue.Settle(1, TurnChange.Renewed, heldUntil: until.AddSeconds(renewal * 60));
            Assert.Equal(until.AddSeconds(renewal * 60), queue.Stored(1).Until);
        }

        queue.Now = until.AddSeconds(180);
        queue.Settle(1, TurnChange.Renewed, heldUntil: until.AddSeconds(240));
        Assert.Equal(until.AddSeconds(180), queue.Stored(1).Until);
    }

    [Fact]
    public void The_draw_cannot_be_switched_once_somebody_has_a_place_and_its_key_is_made_once()
    {
        var queue = new Queued();
        Assert.Equal(ChangeQueueResult.Changed, queue.Change(new QueueChange(Draws: true)));
        Assert.Equal(new byte[32], queue.Row.DrawKey);
        queue.Join(1);
        Assert.Equal(ChangeQueueResult.DrawIsFixed, queue.Change(new QueueChange(Draws: false)));
        Assert.Equal(ChangeQueueResult.Changed, queue.Change(new QueueChange(Draws: true, MaxActive: 9)));
        Assert.Equal(9, queue.Row.Settings.MaxActive);
    }

    [Fact]
    public void What_the_rules_for_settings_refuse_never_gets_into_a_row() =>
        Assert.Throws<ArgumentException>(() => new Queued().Change(new QueueChange(MaxActive: 0)));
}
