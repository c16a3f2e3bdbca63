using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

public class SeatRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid First = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Second = Guid.Parse("00000000-0000-0000-0000-000000000002");

    [Fact]
    public void A_free_seat_is_granted_with_its_price_and_version()
    {
        var (_, outcome) = SeatRules.Claim(Seat(), First, Now);

        Assert.Equal(new ClaimOutcome(ClaimResult.Granted, new ClaimedSeat("A-1", "Stalls", 5_000, 7)), outcome);
    }

    [Fact]
    public void A_seat_claimed_by_one_reservation_is_refused_to_the_next()
    {
        var (claimed, _) = SeatRules.Claim(Seat(), First, Now);

        Assert.Equal(ClaimResult.Taken, SeatRules.Claim(claimed, Second, Now).Outcome.Result);
        Assert.False(SeatRules.MustRead(claimed, Second, Now));
    }

    [Theory]
    [InlineData(SeatStatus.Held)]
    [InlineData(SeatStatus.Sold)]
    [InlineData(SeatStatus.Blocked)]
    public void A_seat_that_is_not_available_is_refused(SeatStatus status) =>
        Assert.Equal(ClaimResult.Taken, SeatRules.Claim(Seat(status), First, Now).Outcome.Result);

    [Fact]
    public void A_reservation_that_has_the_seat_already_is_told_so() =>
        Assert.Equal(ClaimResult.Yours, SeatRules.Claim(Seat(SeatStatus.Held), Second, Now).Outcome.Result);

    [Fact]
    public void A_claim_that_was_given_back_frees_the_seat()
    {
        var (claimed, _) = SeatRules.Claim(Seat(), First, Now);

        Assert.Equal(claimed, SeatRules.GiveBack(claimed, Second));
        var free = SeatRules.GiveBack(claimed, First);
        Assert.Equal(ClaimResult.Granted, SeatRules.Claim(free, Second, Now).Outcome.Result);
    }

    [Fact]
    public void After_a_claim_ran_out_unheard_the_row_is_read_before_anybody_is_answered()
    {
        var (claimed, _) = SeatRules.Claim(Seat(), First, Now);
        var later = Now.AddSeconds(Limits.SeatClaimSeconds);

        Assert.False(SeatRules.MustRead(claimed, Second, later.AddTicks(-1)));
        Assert.True(SeatRules.MustRead(claimed, Second, later));
    }

    [Fact]
    public void The_same_reservation_claiming_again_reads_the_row_because_its_commit_may_have_happened()
    {
        var (claimed, _) = SeatRules.Claim(Seat(), First, Now);

        Assert.True(SeatRules.MustRead(claimed, First, Now));
    }

    [Fact]
    public void A_refusal_that_rests_on_old_memory_is_checked_against_the_row()
    {
        var later = Now.AddSeconds(Limits.MemoryTrustSeconds);

        Assert.True(SeatRules.MustRead(null, First, Now));
        Assert.False(SeatRules.MustRead(Seat(SeatStatus.Sold), First, later.AddTicks(-1)));
        Assert.True(SeatRules.MustRead(Seat(SeatStatus.Sold), First, later));
        Assert.False(SeatRules.MustRead(Seat(), First, later));
    }

    [Fact]
    public void What_was_committed_later_replaces_memory_and_ends_the_claim()
    {
        var (claimed, _) = SeatRules.Claim(Seat(), First, Now);

        var held = SeatRules.Settle(claimed, new SettledSeat(SeatStatus.Held, First, 8), Now);

        Assert.Equal((SeatStatus.Held, First, 8L), (held.Row.Status, held.Row.ReservationId, held.Row.Version));
        Assert.Null(held.Claim);
    }

    [Fact]
    public void News_that_is_older_than_what_is_known_is_ignored()
    {
        var sold = Seat(SeatStatus.Sold);

        Assert.Equal(sold, SeatRules.Settle(sold, new SettledSeat(SeatStatus.Available, null, 7), Now));
    }

    [Fact]
    public void Only_a_free_seat_is_blocked_and_only_a_blocked_one_unblocked()
    {
        Assert.Equal(SeatStatus.Blocked, Block(Seat()).Next!.Status);
        Assert.Equal(SeatStatus.Available, SeatRules.Unblock(Seat(SeatStatus.Blocked), Now).Next!.Status);
        Assert.Equal((null, BlockOutcome.Done), Block(Seat(SeatStatus.Blocked)));
        Assert.Equal((null, BlockOutcome.Done), SeatRules.Unblock(Seat(), Now));
        Assert.Equal((null, BlockOutcome.Taken), Block(Seat(SeatStatus.Held)));
        Assert.Equal((null, BlockOutcome.Taken), SeatRules.Unblock(Seat(SeatStatus.Sold), Now));
        var (claimed, _) = SeatRules.Claim(Seat(), First, Now);
        Assert.Equal((null, BlockOutcome.Taken), Block(claimed));
    }

    [Theory]
    [InlineData(SeatStatus.Held)]
    [InlineData(SeatStatus.Sold)]
    public void A_taken_seat_is_blocked_when_it_comes_back_if_that_is_asked_for(SeatStatus status)
    {
        var (wished, outcome) = Block(Seat(status), whenFree: true);

        Assert.Equal(BlockOutcome.WhenFree, outcome);
        Assert.Equal((status, Now, 8), (wished!.Status, wished.BlockWantedAt, wished.Version));
        var known = new SeatState(wished, Claim: null, Now);
        Assert.Equal((null, BlockOutcome.WhenFree), Block(known, whenFree: true));
        Assert.Null(SeatRules.Unblock(known, Now).Next!.BlockWantedAt);
        Assert.Equal(status, SeatRules.Unblock(known, Now).Next!.Status);
    }

    [Fact]
    public void A_free_or_claimed_seat_is_blocked_at_once_also_when_it_may_be_later()
    {
        var (claimed, _) = SeatRules.Claim(Seat(), First, Now);

        Assert.Equal(SeatStatus.Blocked, Block(Seat(), whenFree: true).Next!.Status);
        Assert.Equal(SeatStatus.Blocked, Block(claimed, whenFree: true).Next!.Status);
    }

    private static (SeatRow? Next, BlockOutcome Outcome) Block(SeatState seat, bool whenFree = false) =>
        SeatRules.Block(seat, whenFree, Now);

    private static SeatState Seat(SeatStatus status = SeatStatus.Available)
    {
        Guid? holder = status is SeatStatus.Held or SeatStatus.Sold ? Second : null;
        return new SeatState(
            new SeatRow(new SeatKey(Guid.Empty, "A-1"), status, holder, "Stalls", 5_000, 7), null, Now);
    }
}
