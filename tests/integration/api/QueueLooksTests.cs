using Ticketing.Api;
using Ticketing.Queues;
using Ticketing.Simulator;
using Ticketing.Storage;

namespace Ticketing.Tests.Api;

public sealed class QueueLooksTests
{
    private readonly VirtualTime time = new();
    private readonly KnownQueue queue = new();
    private readonly KnownPlaces known;
    private readonly QueueLooks looks;
    private readonly QueueTicket ticket;
    private PlaceRow? stored;
    private int reads;
    private bool isStoreAway;

    public QueueLooksTests()
    {
        known = new KnownPlaces(time);
        looks = Looks(known);
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

    [Theory]
    [InlineData(PlaceStatus.Left, 0, QueueTokenStatus.Left)]
    [InlineData(PlaceStatus.Waiting, 1, QueueTokenStatus.Left)] // the fan gave it back and came again
    [InlineData(PlaceStatus.Waiting, 0, QueueTokenStatus.Waiting)]
    public async Task A_process_that_has_just_started_reads_whether_a_place_waits_once(
        PlaceStatus status, int later, QueueTokenStatus seen)
    {
        queue.Summary = Stand(admittedThrough: 0);
        stored = Row(status, 1 + later);

        for (var look = 0; look < 5; look++)
        {
            Assert.Equal(seen, await StatusAsync());
            Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((1, 0), (reads, queue.Entries));
    }

    [Fact]
    public async Task A_place_that_was_given_back_through_another_process_does_not_wait()
    {
        queue.Summary = Stand(admittedThrough: 0) with { Leavers = new QueueLeavers(Since: 0, []) };
        stored = Row(PlaceStatus.Waiting);
        Assert.Equal(QueueTokenStatus.Waiting, await StatusAsync());

        queue.Summary = queue.Summary with { Abandoned = 1, Leavers = new QueueLeavers(Since: 0, [1]) };
        await RefreshAsync();

        Assert.Equal(QueueTokenStatus.Left, await StatusAsync());
        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task A_process_that_missed_who_left_reads_the_places_again()
    {
        queue.Summary = Stand(admittedThrough: 0) with { Leavers = new QueueLeavers(Since: 0, []) };
        stored = Row(PlaceStatus.Waiting);
        Assert.Equal(QueueTokenStatus.Waiting, await StatusAsync());

        stored = Row(PlaceStatus.Left);
        queue.Summary = queue.Summary with { Abandoned = 300, Leavers = new QueueLeavers(Since: 44, [900]) };
        await RefreshAsync();

        Assert.Equal(QueueTokenStatus.Left, await StatusAsync());
        Assert.Equal(2, reads);
    }

    [Theory]
    [InlineData(PlaceStatus.Served, QueueTokenStatus.Served)]
    [InlineData(PlaceStatus.Waiting, QueueTokenStatus.Closed)]
    [InlineData(null, QueueTokenStatus.Closed)] // the places of past events are removed
    public async Task After_the_event_has_begun_a_new_process_says_what_the_old_one_did(
        PlaceStatus? status, QueueTokenStatus seen)
    {
        stored = status is { } one ? Row(one) : null;
        Pass(TimeSpan.FromDays(1));

        Assert.Equal(seen, await StatusAsync());
    }

    [Fact]
    public async Task Without_the_database_a_fan_who_waits_is_answered_by_the_summary()
    {
        queue.Summary = Stand(admittedThrough: 0);
        stored = Row(PlaceStatus.Left);
        isStoreAway = true;
        Assert.Equal(QueueTokenStatus.Waiting, await StatusAsync());

        isStoreAway = false;
        Assert.Equal(QueueTokenStatus.Left, await StatusAsync());
    }

    private QueueLooks Looks(KnownPlaces places) => new(
        new QueueCache(queue.Grains, places, time), places, new PlaceReads(LoadAsync, time), queue.Grains, time);

    private Task<IReadOnlyList<PlaceRow>> LoadAsync(Guid scheduleId, IReadOnlyList<Guid> users)
    {
        if (isStoreAway) throw new StoreUnavailableException("away");
        Assert.Equal((ticket.ScheduleId, ticket.Place.UserId), (scheduleId, Assert.Single(users)));
        reads++;
        return Task.FromResult<IReadOnlyList<PlaceRow>>(stored is null ? [] : [stored]);
    }

    private PlaceRow Row(PlaceStatus status, long number = 1) => new(
        ticket.ScheduleId, ticket.Place.UserId, number, ticket.Place.JoinedAt, status, Until: null, Extended: false,
        Version: 1);

    /// <summary>A look at an old summary starts the read of the new one and does not wait for it.</summary>
    private async Task RefreshAsync()
    {
        Pass(TimeSpan.FromSeconds(1));
        await StatusAsync();
    }

    private async Task<QueueTokenStatus> StatusAsync() => (await looks.LookAsync(ticket)).Body!.Status;

    private void Pass(TimeSpan duration) => time.Step(time.GetUtcNow() + duration);

    private QueueSummary Stand(long admittedThrough) => new(
        ticket.ScheduleId, new QueueSettings(), time.GetUtcNow(), LastNumber: 1, admittedThrough, Waiting: 0,
        Active: 1, AdmittedPerMinute: 0, Served: 0, Abandoned: 0, SeatSupply.Free, DrawCommitment: null, DrawKey: [],
        DrawnEntries: null, StartsAt: time.GetUtcNow().AddDays(1));
}
