using Ticketing.Api;
using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Api;

/// <summary>Looks that do not take the turn, and the entry that takes it.</summary>
public sealed class LookingOnlyTests : LooksScene
{
    [Fact]
    public async Task Looking_reads_once_a_second_and_never_enters()
    {
        var until = Time.GetUtcNow().AddSeconds(60);
        Stored = Row(PlaceStatus.Admitted) with { Until = until };
        for (var look = 0; look < 4; look++)
        {
            var seen = await Looks.LookAsync(Ticket, enters: false);
            Assert.Equal((QueueTokenStatus.Called, until), (seen.Body!.Status, seen.Body.ClaimUntil));
            Assert.Equal((false, "called", 2), (seen.IsLast, seen.EventName, seen.RetryAfterSeconds));
            Pass(TimeSpan.FromMilliseconds(500));
        }

        Assert.Equal((2, 0), (Reads, Queue.Entries));
    }

    [Fact]
    public async Task A_caller_that_enters_takes_the_turn_that_another_only_saw()
    {
        Stored = Row(PlaceStatus.Admitted) with { Until = Time.GetUtcNow().AddSeconds(60) };
        Queue.Entered = new EnterOutcome(EnterResult.Active, Time.GetUtcNow().AddMinutes(10));
        Assert.Equal(QueueTokenStatus.Called, await SeenAsync());

        Assert.Equal(QueueTokenStatus.Active, await StatusAsync());
        Assert.Equal(1, Queue.Entries);
        Assert.Equal(QueueTokenStatus.Active, await SeenAsync());
    }

    [Fact]
    public async Task A_row_that_was_read_before_the_turn_was_taken_does_not_give_it_back()
    {
        Queue.Entered = new EnterOutcome(EnterResult.Active, Time.GetUtcNow().AddMinutes(10));
        Assert.Equal(QueueTokenStatus.Active, (await Looks.TakeTurnAsync(Ticket)).Body!.Status);

        Known.Add(Ticket, QueueTokenStatus.Called, Time.GetUtcNow().AddSeconds(60));

        Assert.Equal(QueueTokenStatus.Active, await SeenAsync());
        Assert.Equal(0, Reads);
    }

    [Fact]
    public async Task A_turn_is_missed_when_its_row_says_so_and_not_by_the_clock_of_this_process()
    {
        Stored = Row(PlaceStatus.Admitted) with { Until = Time.GetUtcNow().AddSeconds(-1) };
        var late = await Looks.LookAsync(Ticket, enters: false);
        Assert.Equal((QueueTokenStatus.Called, 1), (late.Body!.Status, late.RetryAfterSeconds));

        Stored = Row(PlaceStatus.Missed);
        Assert.Equal(QueueTokenStatus.Missed, await SeenAsync());
    }

    [Fact]
    public async Task A_turn_whose_row_cannot_be_read_is_neither_waiting_nor_over()
    {
        IsStoreAway = true;

        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await SeenAsync());
    }

    [Theory]
    [InlineData(EnterResult.Waiting, "not-your-turn")]
    [InlineData(EnterResult.Missed, "queue-token-expired")]
    [InlineData(EnterResult.Left, "queue-token-left")]
    [InlineData(EnterResult.Served, "queue-token-used")]
    [InlineData(EnterResult.QueueOff, "no-queue")]
    public async Task A_turn_that_cannot_be_taken_says_why(EnterResult result, string problem)
    {
        Queue.Entered = new EnterOutcome(result);

        Assert.Equal(problem, (await Looks.TakeTurnAsync(Ticket)).Problem!.Type.Name);
    }

    [Fact]
    public async Task More_time_is_seen_at_once_and_not_taken_back_by_an_older_row()
    {
        var until = Time.GetUtcNow().AddSeconds(60);
        Stored = Row(PlaceStatus.Admitted) with { Until = until };
        Assert.Equal(3, (await Looks.LookAsync(Ticket, enters: false)).Body!.MoreTimesLeft);
        Queue.MoreTime = new MoreTimeOutcome(MoreTimeResult.Granted, until.AddSeconds(60), Granted: 1);

        var given = (await Looks.GiveMoreTimeAsync(Ticket, Guid.NewGuid())).Body!;
        Assert.Equal((until.AddSeconds(60), 2), (given.ClaimUntil!.Value, given.MoreTimesLeft!.Value));
        Known.Add(Ticket, QueueTokenStatus.Called, until);
        var seen = (await Looks.LookAsync(Ticket, enters: false)).Body!;
        Assert.Equal((given.ClaimUntil, given.MoreTimesLeft), (seen.ClaimUntil, seen.MoreTimesLeft));
        Pass(TimeSpan.FromSeconds(1));
        Stored = Stored with { Until = until.AddSeconds(60), MoreTimes = [Guid.NewGuid()] };
        Assert.Equal(2, (await Looks.LookAsync(Ticket, enters: false)).Body!.MoreTimesLeft);
    }

    [Fact]
    public async Task A_fan_who_cannot_have_more_time_hears_why()
    {
        Assert.Equal("no-more-time-left", await ProblemAsync());
        Queue.MoreTime = new MoreTimeOutcome(MoreTimeResult.NotCalled, Turn: new EnterOutcome(EnterResult.Missed));
        Assert.Equal("queue-token-expired", await ProblemAsync());

        async Task<string> ProblemAsync() =>
            (await Looks.GiveMoreTimeAsync(Ticket, Guid.NewGuid())).Problem!.Type.Name;
    }

    [Fact]
    public async Task The_own_place_is_found_by_its_row()
    {
        Queue.Summary = Stand(admittedThrough: 0);
        Assert.Null(await FindAsync());
        Stored = Row(PlaceStatus.Waiting);
        Assert.Equal(QueueTokenStatus.Waiting, (await FindAsync())!.Value.Body!.Status);
        Stored = Row(PlaceStatus.Admitted) with { Until = Time.GetUtcNow().AddSeconds(60) };
        Assert.Equal(QueueTokenStatus.Called, (await FindAsync())!.Value.Body!.Status);
        Stored = Row(PlaceStatus.Missed);
        Assert.Equal(QueueTokenStatus.Missed, (await FindAsync())!.Value.Body!.Status);

        Assert.Equal((4, 0), (Reads, Queue.Entries));
    }

    private Task<QueueLook?> FindAsync() => Looks.FindAsync(
        Ticket.ScheduleId, Ticket.Place.UserId, place => new QueueTicket("token", Ticket.ScheduleId, place));
}
