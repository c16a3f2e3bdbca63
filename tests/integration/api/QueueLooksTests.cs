using Ticketing.Api;
using Ticketing.Queues;
using Ticketing.Simulator;

namespace Ticketing.Tests.Api;

public sealed class QueueLooksTests
{
    private readonly VirtualTime time = new();
    private readonly KnownQueue queue = new();
    private readonly KnownPlaces known;
    private readonly QueueLooks looks;
    private readonly QueueTicket ticket;

    public QueueLooksTests()
    {
        known = new KnownPlaces(time);
        looks = new QueueLooks(new QueueCache(queue.Grains, time), known, queue.Grains, time);
        var now = time.GetUtcNow();
        ticket = new QueueTicket("token", Guid.NewGuid(), new QueuePlace(Guid.NewGuid(), Number: 1, now));
        queue.Summary = Stand(admittedThrough: 1);
    }

    [Fact]
    public async Task How_a_place_has_ended_is_asked_once()
    {
        queue.Entered = new EnterOutcome(EnterResult.Missed);

        for (var look = 0; look < 10; look++)
        {
            Assert.Equal(QueueTokenStatus.Missed, await StatusAsync());
            Pass(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(1, queue.Entries);
    }

    [Fact]
    public async Task Who_is_active_is_believed_to_be_for_a_moment_but_not_beyond_the_end()
    {
        queue.Entered = new EnterOutcome(EnterResult.Active, time.GetUtcNow().AddMilliseconds(1_500));
        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());
        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());
        Assert.Equal(1, queue.Entries);

        Pass(TimeSpan.FromMilliseconds(1_100));
        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());
        Assert.Equal(2, queue.Entries);

        Pass(TimeSpan.FromMilliseconds(500));
        queue.Entered = new EnterOutcome(EnterResult.RanOut);
        Assert.Equal(QueueTokenStatus.RanOut, await StatusAsync());
    }

    [Fact]
    public async Task Who_gave_the_place_back_is_active_no_more()
    {
        queue.Entered = new EnterOutcome(EnterResult.Active, time.GetUtcNow().AddMinutes(1));
        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());

        known.Add(ticket, QueueTokenStatus.Left);
        known.Add(ticket, QueueTokenStatus.Active, time.GetUtcNow().AddMinutes(1));

        Assert.Equal(QueueTokenStatus.Left, await StatusAsync());
    }

    [Fact]
    public async Task When_the_event_has_begun_nobody_is_told_to_wait_or_to_reserve()
    {
        queue.Entered = new EnterOutcome(EnterResult.Active, time.GetUtcNow().AddDays(3));
        Pass(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(500));
        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());

        Pass(TimeSpan.FromMilliseconds(500));
        var look = await looks.LookAsync(ticket);

        Assert.Equal((QueueTokenStatus.Closed, true), (look.Body!.Status, look.IsLast));
    }

    [Fact]
    public async Task Whoever_waits_comes_back_with_half_of_the_claim_window_left()
    {
        queue.Summary = Stand(admittedThrough: 0) with
        {
            Settings = new QueueSettings(ClaimSeconds: 10),
            LastNumber = 100_000,
            Waiting = 100_000,
        };
        var far = ticket with { Place = ticket.Place with { Number = 100_000 } };

        Assert.Equal(5, (await looks.LookAsync(far)).RetryAfterSeconds);
        var refused = new EnterOutcome(EnterResult.Waiting, Ahead: 99_999);
        Assert.Equal(5, await looks.RetryAfterSecondsAsync(ticket.ScheduleId, refused));
        Assert.Equal(1, await looks.RetryAfterSecondsAsync(ticket.ScheduleId, refused with { Ahead = 10 }));
    }

    [Fact]
    public async Task What_the_queue_itself_says_of_those_ahead_is_told()
    {
        queue.Entered = new EnterOutcome(EnterResult.Waiting, Ahead: 7);

        Assert.Equal(7, (await looks.LookAsync(ticket)).Body!.Ahead);
    }

    [Fact]
    public async Task A_place_that_was_given_is_told_although_the_queue_cannot_be_seen()
    {
        queue.Summary = null;

        var look = await looks.FirstLookAsync(ticket);

        Assert.Equal(("token", QueueTokenStatus.Waiting), (look.Body!.Token, look.Body.Status));
        await Assert.ThrowsAsync<TimeoutException>(async () => await looks.LookAsync(ticket));
    }

    private async Task<QueueTokenStatus> StatusAsync() => (await looks.LookAsync(ticket)).Body!.Status;

    private void Pass(TimeSpan duration) => time.Step(time.GetUtcNow() + duration);

    private QueueSummary Stand(long admittedThrough) => new(
        ticket.ScheduleId, new QueueSettings(), time.GetUtcNow(), LastNumber: 1, admittedThrough, Waiting: 0,
        Active: 1, AdmittedPerMinute: 0, Served: 0, Abandoned: 0, SeatSupply.Free, DrawCommitment: null, DrawKey: [],
        DrawnEntries: null, StartsAt: time.GetUtcNow().AddDays(1));
}
