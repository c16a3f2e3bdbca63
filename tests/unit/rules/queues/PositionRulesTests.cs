using Ticketing.Queues;

namespace Ticketing.Tests.Rules.Queues;

public class PositionRulesTests
{
    private static readonly QueueSummary Standing = new(
        Some.Schedule, new QueueSettings(), Some.Now.AddHours(-1), LastNumber: 100_000, AdmittedThrough: 1_000,
        Waiting: 99_000, Active: 1_000, AdmittedPerMinute: 600, Served: 0, Abandoned: 0, SeatSupply.Free,
        DrawCommitment: null, DrawKey: [], DrawnEntries: null, StartsAt: Some.Now.AddDays(1));

    private static readonly QueueSummary Observed = Standing with { Pace = new QueuePace(3_000, 300, 1) };

    [Fact]
    public void A_position_is_told_from_the_standing()
    {
        var position = QueuePositionRules.Position(Standing, turn: 1_601, Some.Now);

        Assert.Equal((600, 61, false), (position.Ahead, position.EstimatedWaitSeconds, position.HasCome));
        Assert.Equal(
            new QueuePosition(
                1_000, 0, HasCome: true, 0, new WaitRange(0, 0), Limits.MinRetryAfterSeconds, SoldOut: false,
                OnlyHeld: false),
            QueuePositionRules.Position(Standing, turn: 1_000, Some.Now));
    }

    [Fact]
    public void No_more_can_be_ahead_than_wait() =>
        Assert.Equal(9, QueuePositionRules.Position(Standing with { Waiting = 10 }, turn: 50_000, Some.Now).Ahead);

    [Fact]
    public void Nothing_is_estimated_from_nothing()
    {
        Assert.Null(Wait(Standing with { AdmittedPerMinute = 0 }));
        Assert.Null(Wait(Standing with { Supply = SeatSupply.SoldOut }));
        Assert.Null(Wait(Standing with { Supply = SeatSupply.OnlyHeld }));
        Assert.Null(Wait(Standing with { Settings = new QueueSettings(Paused: true) }));
        Assert.Null(Wait(Standing with { OpensAt = Some.Now.AddSeconds(1) }));
        Assert.Null(Range(Standing));
        Assert.NotNull(Range(Observed));
        Assert.NotNull(Range(Observed with { AdmittedPerMinute = 0 }));
        Assert.Null(Range(Observed with { Supply = SeatSupply.SoldOut }));
        Assert.Null(Range(Observed with { Settings = new QueueSettings(Paused: true) }));
        Assert.Null(Range(Observed with { OpensAt = Some.Now.AddSeconds(1) }));

        static WaitRange? Range(QueueSummary standing) =>
            QueuePositionRules.Position(standing, turn: 2_000, Some.Now).EstimatedWait;

        static long? Wait(QueueSummary standing) =>
            QueuePositionRules.Position(standing, turn: 2_000, Some.Now).EstimatedWaitSeconds;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(100_000)]
    public void The_further_from_the_front_the_later_it_is_worth_asking_again(double perMinute)
    {
        var settings = new QueueSettings(ClaimSeconds: 2 * Limits.MaxRetryAfterSeconds);
        var standing = Standing with { AdmittedPerMinute = perMinute, Settings = settings };
        var retries = Enumerable.Range(0, 990)
            .Select(step => QueuePositionRules.Position(standing, 1_001 + (step * 100), Some.Now).RetryAfterSeconds)
            .ToArray();

        Assert.Equal(retries.Order(), retries);
        Assert.Equal((Limits.MinRetryAfterSeconds, Limits.MaxRetryAfterSeconds), (retries[0], retries[^1]));
    }

    [Fact]
    public void Who_joined_after_the_standing_was_published_is_not_told_to_be_the_next()
    {
        var empty = Standing with { LastNumber = 0, AdmittedThrough = 0, Waiting = 0, Active = 0 };
        Assert.Equal(2_999, QueuePositionRules.Position(empty, turn: 3_000, Some.Now).Ahead);
    }

    [Fact]
    public void A_wait_is_estimated_while_a_schedule_admits_although_nothing_is_left()
    {
        var soldOut = Standing with
        {
            Supply = SeatSupply.SoldOut,
            Settings = new QueueSettings(PausesWhenSoldOut: false),
        };
        Assert.Equal(100, QueuePositionRules.Position(soldOut, turn: 2_000, Some.Now).EstimatedWaitSeconds);
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(30, 15)]
    [InlineData(3_600, 60)]
    public void Who_asks_again_when_told_to_does_not_miss_a_turn_that_comes_the_moment_after(int claim, int retry)
    {
        var standing = Standing with { Settings = new QueueSettings(MaxActive: 50_000, ClaimSeconds: claim) };
        Assert.Equal(retry, QueuePositionRules.Position(standing, turn: 20_000, Some.Now).RetryAfterSeconds);
    }

    [Fact]
    public void Before_the_opening_nobody_needs_to_ask_more_often_than_it_takes()
    {
        var closed = Standing with { AdmittedThrough = 0, Waiting = 100, LastNumber = 100 };
        Assert.Equal(60, Retry(closed with { OpensAt = Some.Now.AddHours(1) }));
        Assert.Equal(20, Retry(closed with { OpensAt = Some.Now.AddSeconds(19.5) }));
        Assert.Equal(1, Retry(closed));

        static int Retry(QueueSummary standing) =>
            QueuePositionRules.Position(standing, turn: 3, Some.Now).RetryAfterSeconds;
    }

    [Fact]
    public void What_is_left_to_buy_is_told()
    {
        var soldOut = QueuePositionRules.Position(Standing with { Supply = SeatSupply.SoldOut }, 2_000, Some.Now);
        var held = QueuePositionRules.Position(Standing with { Supply = SeatSupply.OnlyHeld }, 2_000, Some.Now);
        Assert.Equal((true, false, false, true), (soldOut.SoldOut, soldOut.OnlyHeld, held.SoldOut, held.OnlyHeld));
    }

    [Fact]
    public void An_entry_has_no_turn_before_the_draw_and_a_drawn_one_after()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var before = Standing with { Settings = new QueueSettings(Draws: true), AdmittedThrough = 0 };
        Assert.Null(QueuePositionRules.TurnOf(before, 3));
        Assert.Null(QueuePositionRules.Position(before, turn: null, Some.Now).Ahead);

        var after = before with { DrawKey = [.. key], DrawnEntries = 10 };
        Assert.Equal((5, 11), (QueuePositionRules.TurnOf(after, 2), QueuePositionRules.TurnOf(after, 11)));
    }
}
