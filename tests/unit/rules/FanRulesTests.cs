using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

public class FanRulesTests
{
    private static readonly DateTimeOffset Now = Some.Now;
    private static readonly Guid First = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Second = Guid.Parse("00000000-0000-0000-0000-000000000002");

    [Fact]
    public void Seats_of_all_reservations_together_count_against_the_limit()
    {
        var fan = FanRules.Read(null, [new(First, 3)], Now);

        Assert.Equal(AllowOutcome.LimitExceeded, FanRules.Allow(fan, new(Second, 2, 4), Now).Outcome);
        Assert.Equal(AllowOutcome.Allowed, FanRules.Allow(fan, new(Second, 1, 4), Now).Outcome);
    }

    [Fact]
    public void Reservations_that_are_still_being_made_count_too()
    {
        var (fan, _) = FanRules.Allow(FanRules.Read(null, [], Now), new(First, 3, 4), Now);

        Assert.Equal(AllowOutcome.LimitExceeded, FanRules.Allow(fan, new(Second, 2, 4), Now).Outcome);
    }

    [Fact]
    public void A_reservation_that_failed_or_ended_gives_its_seats_back()
    {
        var (open, _) = FanRules.Allow(FanRules.Read(null, [], Now), new(First, 4, 4), Now);
        var failed = FanRules.Settle(open, new(First, 0, Made: false));
        var ended = FanRules.Settle(open, new(First, 0, Made: true));

        Assert.Equal(AllowOutcome.Allowed, FanRules.Allow(failed, new(Second, 4, 4), Now).Outcome);
        Assert.Equal(AllowOutcome.Allowed, FanRules.Allow(ended, new(Second, 4, 4), Now).Outcome);
    }

    [Fact]
    public void A_repeated_request_is_recognised_whatever_became_of_the_first()
    {
        var (open, _) = FanRules.Allow(FanRules.Read(null, [], Now), new(First, 1, 4), Now);
        var ended = FanRules.Settle(open, new(First, 0, Made: true));
        var failed = FanRules.Settle(open, new(First, 0, Made: false));

        Assert.Equal(AllowOutcome.AllowedAgain, FanRules.Allow(open, new(First, 1, 4), Now).Outcome);
        Assert.Equal(AllowOutcome.SeenBefore, FanRules.Allow(ended, new(First, 1, 4), Now).Outcome);
        Assert.Equal(AllowOutcome.Allowed, FanRules.Allow(failed, new(First, 1, 4), Now).Outcome);
    }

    [Fact]
    public void A_try_with_more_seats_counts_with_all_of_them()
    {
        var fan = FanRules.Read(null, [new(Second, 2)], Now);
        var (open, _) = FanRules.Allow(fan, new(First, 1, 4), Now);
        var (more, allowed) = FanRules.Allow(open, new(First, 2, 4), Now);

        Assert.Equal(AllowOutcome.AllowedAgain, allowed);
        Assert.Equal(2, more.Reservations[First].Seats);
        Assert.Equal((open, AllowOutcome.SeenBefore), FanRules.Allow(open, new(First, 3, 4), Now));
    }

    [Fact]
    public void When_an_outcome_was_never_heard_the_rows_are_read()
    {
        var (open, _) = FanRules.Allow(FanRules.Read(null, [], Now), new(First, 1, 4), Now);
        var later = Now.AddSeconds(Limits.AllowanceOpenSeconds);

        Assert.False(FanRules.MustRead(open, new(Second, 1, 4), later.AddTicks(-1)));
        Assert.True(FanRules.MustRead(open, new(Second, 1, 4), later));
        Assert.Empty(FanRules.Read(open, [], later).Reservations);
        Assert.Single(FanRules.Read(open, [], later.AddTicks(-1)).Reservations);
    }

    [Fact]
    public void A_fan_who_has_held_seats_for_long_without_paying_is_allowed_less()
    {
        var unpaid = new FanReservation(First, 0, BoughtAt: null, new UnpaidHold(Now.AddSeconds(-180), Now));
        var fan = FanRules.Read(null, [unpaid], Now);

        Assert.Equal(AllowOutcome.AllowedShorter, FanRules.Allow(fan, new(Second, 1, 4, HoldSeconds: 60), Now).Outcome);
        Assert.Equal(AllowOutcome.Allowed, FanRules.Allow(fan, new(Second, 1, 4, HoldSeconds: 61), Now).Outcome);
        Assert.Equal(AllowOutcome.Allowed, FanRules.Allow(fan, new(Second, 1, 4), Now).Outcome);
    }

    [Fact]
    public void Memory_of_a_hold_that_may_have_ended_is_read_again()
    {
        var fan = FanRules.Read(null, [new(First, 1)], Now);
        var later = Now.AddSeconds(Limits.FanTrustSeconds);

        Assert.False(FanRules.MustRead(fan, new(Second, 1, 4, HoldSeconds: 60), later.AddTicks(-1)));
        Assert.True(FanRules.MustRead(fan, new(Second, 1, 4, HoldSeconds: 60), later));
        Assert.False(FanRules.MustRead(FanRules.Read(null, [], Now), new(Second, 1, 4, HoldSeconds: 60), later));
    }

    [Fact]
    public void A_refusal_that_rests_on_old_memory_reads_the_rows_first()
    {
        var fan = FanRules.Read(null, [new(First, 4)], Now);
        var later = Now.AddSeconds(Limits.FanTrustSeconds);

        Assert.True(FanRules.MustRead(null, new(Second, 1, 4), Now));
        Assert.False(FanRules.MustRead(fan, new(Second, 1, 4), later.AddTicks(-1)));
        Assert.True(FanRules.MustRead(fan, new(Second, 1, 4), later));
        Assert.False(FanRules.MustRead(fan, new(Second, 1, 5), later));
    }
}
