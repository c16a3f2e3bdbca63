using Ticketing.Events;
using Ticketing.Queues;

namespace Ticketing.Tests.Rules.Queues;

public class MoreTimeRulesTests
{
    [Fact]
    public void Every_request_prolongs_the_claim_window_once_up_to_the_bound()
    {
        var queue = Called(new QueueSettings(MaxActive: 1, MoreTimes: 2));
        var end = queue.Now.AddSeconds(60);

        Assert.Equal(Granted(end.AddSeconds(60), 1), queue.Ask(1, request: 1));
        Assert.Equal(Granted(end.AddSeconds(60), 1), queue.Ask(1, request: 1));
        Assert.Equal(Granted(end.AddSeconds(120), 2), queue.Ask(1, request: 2));
        Assert.Equal(Granted(end.AddSeconds(120), 2), queue.Ask(1, request: 1));
        var refused = new MoreTimeOutcome(MoreTimeResult.NoneLeft, end.AddSeconds(120), 2);
        Assert.Equal(refused, queue.Ask(1, request: 3));
        Assert.Equal((end.AddSeconds(120), 2), (queue.Stored(1).Until, queue.Stored(1).MoreTimes.Length));

        queue.Now = end.AddSeconds(119);
        queue.Lapse();
        Assert.Equal(EnterResult.Active, queue.Enter(queue.Place(1))!.Result);
    }

    [Fact]
    public void The_longer_window_ends_like_any_other()
    {
        var queue = Called(new QueueSettings(MaxActive: 1));
        queue.Ask(1, request: 1);
        queue.Now = queue.Now.AddSeconds(120);
        queue.Lapse();

        Assert.Equal(PlaceStatus.Missed, queue.Stored(1).Status);
        Assert.Equal(EnterResult.Missed, queue.Ask(1, request: 1)!.Turn!.Result);
    }

    [Fact]
    public void A_window_that_is_over_is_not_prolonged_though_no_timer_has_fired()
    {
        var queue = Called(new QueueSettings(MaxActive: 1));
        queue.Now = queue.Now.AddSeconds(60);

        var outcome = queue.Ask(1, request: 1)!;

        Assert.Equal((MoreTimeResult.NotCalled, EnterResult.Missed), (outcome.Result, outcome.Turn!.Result));
        Assert.Equal(PlaceStatus.Missed, queue.Stored(1).Status);
    }

    [Fact]
    public void Asking_does_not_take_the_turn_and_an_active_fan_keeps_the_deadline()
    {
        var queue = Called(new QueueSettings(MaxActive: 1));
        queue.Ask(1, request: 1);
        Assert.Equal(PlaceStatus.Admitted, queue.Stored(1).Status);

        var until = queue.Enter(queue.Place(1))!.ActiveUntil;
        var outcome = queue.Ask(1, request: 2)!;
        Assert.Equal((MoreTimeResult.NotCalled, until), (outcome.Result, outcome.Turn!.ActiveUntil));
        Assert.Equal(until, queue.Stored(1).Until);
    }

    [Fact]
    public void A_fan_who_waits_has_left_or_is_unknown_gets_the_state_of_the_place()
    {
        var queue = Called(new QueueSettings(MaxActive: 1));
        queue.Join(2, 3);
        queue.Leave(3);

        Assert.Equal(EnterResult.Waiting, queue.Ask(2, request: 1)!.Turn!.Result);
        Assert.Equal(EnterResult.Left, queue.Ask(3, request: 1)!.Turn!.Result);
        Assert.Equal(EnterResult.Unknown, queue.Ask(2, 1, queue.Place(2) with { Number = 9 })!.Turn!.Result);
        queue.Change(new QueueChange(Enabled: false));
        Assert.Equal(EnterResult.QueueOff, queue.Ask(1, request: 1)!.Turn!.Result);
    }

    [Fact]
    public void More_time_admits_no_fan_and_is_given_also_when_fewer_may_be_present_than_are()
    {
        var queue = new Queued(new QueueSettings(MaxActive: 2));
        queue.Join(1, 2);
        queue.Admit();
        Assert.Equal([Topics.WaitingTokenActivated], queue.Events);
        queue.Change(new QueueChange(MaxActive: 1));

        Assert.Equal(MoreTimeResult.Granted, queue.Ask(1, request: 1)!.Result);
        Assert.Empty(queue.Events);
    }

    [Fact]
    public void A_later_place_starts_with_all_of_its_requests()
    {
        var queue = Called(new QueueSettings(MaxActive: 1, MoreTimes: 1));
        queue.Ask(1, request: 1);
        queue.Leave(1);
        queue.Join(1);
        queue.Admit();

        Assert.Equal(Granted(queue.Now.AddSeconds(120), 1), queue.Ask(1, request: 1));
    }

    [Fact]
    public void The_organiser_may_allow_more_or_fewer_at_any_time()
    {
        var queue = Called(new QueueSettings(MaxActive: 1, MoreTimes: 0));
        Assert.Equal(MoreTimeResult.NoneLeft, queue.Ask(1, request: 1)!.Result);
        queue.Change(new QueueChange(MoreTimes: 10, ClaimSeconds: 5));
        Assert.Equal(Granted(queue.Now.AddSeconds(65), 1), queue.Ask(1, request: 1));
        queue.Change(new QueueChange(MoreTimes: 1));
        Assert.Equal(MoreTimeResult.NoneLeft, queue.Ask(1, request: 2)!.Result);
        Assert.Equal(0, MoreTimeRules.Left(queue.Row.Settings, granted: 5));
        Assert.Equal(QueueSettings.DefaultMoreTimes, MoreTimeRules.Allowed(new QueueSettings()));
    }

    private static MoreTimeOutcome Granted(DateTimeOffset until, int times) =>
        new(MoreTimeResult.Granted, until, times);

    /// <summary>Fan 1 is called.</summary>
    private static Queued Called(QueueSettings settings)
    {
        var queue = new Queued(settings);
        queue.Join(1);
        Assert.Equal([1], queue.Admit());
        return queue;
    }
}
