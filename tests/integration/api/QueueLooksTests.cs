using Ticketing.Api;
using Ticketing.Queues;

namespace Ticketing.Tests.Api;

public sealed class QueueLooksTests : LooksScene
{
    [Fact]
    public async Task How_a_place_has_ended_is_asked_once()
    {
        Queue.Entered = new EnterOutcome(EnterResult.Missed);

        for (var look = 0; look < 10; look++)
        {
            Assert.Equal(QueueTokenStatus.Missed, await StatusAsync());
            Pass(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(1, Queue.Entries);
    }

    [Fact]
    public async Task Who_is_active_is_believed_to_be_for_a_moment_but_not_beyond_the_end()
    {
        Queue.Entered = new EnterOutcome(EnterResult.Active, Time.GetUtcNow().AddMilliseconds(1_500));
        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());
        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());
        Assert.Equal(1, Queue.Entries);

        Pass(TimeSpan.FromMilliseconds(1_100));
        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());
        Assert.Equal(2, Queue.Entries);

        Pass(TimeSpan.FromMilliseconds(500));
        Queue.Entered = new EnterOutcome(EnterResult.RanOut);
        Assert.Equal(QueueTokenStatus.RanOut, await StatusAsync());
    }

    [Fact]
    public async Task Who_gave_the_place_back_is_active_no_more()
    {
        Queue.Entered = new EnterOutcome(EnterResult.Active, Time.GetUtcNow().AddMinutes(1));
        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());

        Known.Add(Ticket, QueueTokenStatus.Left);
        Known.Add(Ticket, QueueTokenStatus.Active, Time.GetUtcNow().AddMinutes(1));

        Assert.Equal(QueueTokenStatus.Left, await StatusAsync());
    }

    [Fact]
    public async Task When_the_event_has_begun_nobody_is_told_to_wait_or_to_reserve()
    {
        Queue.Entered = new EnterOutcome(EnterResult.Active, Time.GetUtcNow().AddDays(3));
        Pass(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(500));
        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());

        Pass(TimeSpan.FromMilliseconds(500));
        var look = await Looks.LookAsync(Ticket);

        Assert.Equal((QueueTokenStatus.Closed, true), (look.Body!.Status, look.IsLast));
    }

    [Fact]
    public async Task Whoever_waits_comes_back_with_half_of_the_claim_window_left()
    {
        Queue.Summary = Stand(admittedThrough: 0) with
        {
            Settings = new QueueSettings(ClaimSeconds: 10),
            LastNumber = 100_000,
            Waiting = 100_000,
        };
        var far = Ticket with { Place = Ticket.Place with { Number = 100_000 } };

        Assert.Equal(5, (await Looks.LookAsync(far)).RetryAfterSeconds);
        var refused = new EnterOutcome(EnterResult.Waiting, Ahead: 99_999);
        Assert.Equal(5, await Looks.RetryAfterSecondsAsync(Ticket.ScheduleId, refused));
        Assert.Equal(1, await Looks.RetryAfterSecondsAsync(Ticket.ScheduleId, refused with { Ahead = 10 }));
    }

    [Fact]
    public async Task What_the_queue_itself_says_of_those_ahead_is_told()
    {
        Queue.Entered = new EnterOutcome(EnterResult.Waiting, Ahead: 7);

        Assert.Equal(7, (await Looks.LookAsync(Ticket)).Body!.Ahead);
    }

    [Fact]
    public async Task A_place_that_was_given_is_told_although_the_queue_cannot_be_seen()
    {
        Queue.Summary = null;

        var look = await Looks.FirstLookAsync(Ticket);

        Assert.Equal(("token", QueueTokenStatus.Waiting), (look.Body!.Token, look.Body.Status));
        await Assert.ThrowsAsync<TimeoutException>(async () => await Looks.LookAsync(Ticket));
    }

    [Theory]
    [InlineData(PlaceStatus.Left, 0, QueueTokenStatus.Left)]
    [InlineData(PlaceStatus.Waiting, 1, QueueTokenStatus.Left)] // the fan gave it back and came again
    [InlineData(PlaceStatus.Waiting, 0, QueueTokenStatus.Waiting)]
    public async Task A_process_that_has_just_started_reads_whether_a_place_waits_once(
        PlaceStatus status, int later, QueueTokenStatus seen)
    {
        Queue.Summary = Stand(admittedThrough: 0);
        Stored = Row(status, 1 + later);

        for (var look = 0; look < 5; look++)
        {
            Assert.Equal(seen, await StatusAsync());
            Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((1, 0), (Reads, Queue.Entries));
    }

    [Fact]
    public async Task A_place_that_was_given_back_through_another_process_does_not_wait()
    {
        Queue.Summary = Stand(admittedThrough: 0) with { Leavers = new QueueLeavers(Since: 0, []) };
        Stored = Row(PlaceStatus.Waiting);
        Assert.Equal(QueueTokenStatus.Waiting, await StatusAsync());

        Queue.Summary = Queue.Summary with { Abandoned = 1, Leavers = new QueueLeavers(Since: 0, [1]) };
        await RefreshAsync();

        Assert.Equal(QueueTokenStatus.Left, await StatusAsync());
        Assert.Equal(1, Reads);
    }

    [Fact]
    public async Task A_process_that_missed_who_left_reads_the_places_again()
    {
        Queue.Summary = Stand(admittedThrough: 0) with { Leavers = new QueueLeavers(Since: 0, []) };
        Stored = Row(PlaceStatus.Waiting);
        Assert.Equal(QueueTokenStatus.Waiting, await StatusAsync());

        Stored = Row(PlaceStatus.Left);
        Queue.Summary = Queue.Summary with { Abandoned = 300, Leavers = new QueueLeavers(Since: 44, [900]) };
        await RefreshAsync();

        Assert.Equal(QueueTokenStatus.Left, await StatusAsync());
        Assert.Equal(2, Reads);
    }

    [Theory]
    [InlineData(PlaceStatus.Served, QueueTokenStatus.Served)]
    [InlineData(PlaceStatus.Waiting, QueueTokenStatus.Closed)]
    [InlineData(null, QueueTokenStatus.Closed)] // the places of past events are removed
    public async Task After_the_event_has_begun_a_new_process_says_what_the_old_one_did(
        PlaceStatus? status, QueueTokenStatus seen)
    {
        Stored = status is { } one ? Row(one) : null;
        Pass(TimeSpan.FromDays(1));

        Assert.Equal(seen, await StatusAsync());
    }

    [Fact]
    public async Task Without_the_database_a_fan_who_waits_is_answered_by_the_summary()
    {
        Queue.Summary = Stand(admittedThrough: 0);
        Stored = Row(PlaceStatus.Left);
        IsStoreAway = true;
        Assert.Equal(QueueTokenStatus.Waiting, await StatusAsync());

        IsStoreAway = false;
        Assert.Equal(QueueTokenStatus.Left, await StatusAsync());
    }
}
