using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

/// <summary>Holds that are not paid: shorter, then a pause, until something is bought.</summary>
public class HoldRulesTests
{
    private const int Hold = 240;
    private static readonly DateTimeOffset Now = Some.Now;

    [Theory]
    [InlineData(0, 240, null)]
    [InlineData(2, 240, null)]
    [InlineData(3, 60, null)]
    [InlineData(4, 60, null)]
    [InlineData(5, 60, 60)]
    [InlineData(6, 60, 120)]
    [InlineData(50, 60, 960)]
    public void Unpaid_holds_make_the_next_one_shorter_and_then_make_it_wait(int unpaid, int seconds, int? pause)
    {
        DateTimeOffset? until = pause is { } wait ? Now.AddSeconds(wait) : null;

        Assert.Equal(new HoldGrant(seconds, until), HoldRules.Decide(Unpaid(unpaid), Hold, Now));
    }

    [Fact]
    public void A_pause_ends()
    {
        var unpaid = Unpaid(5);

        Assert.NotNull(HoldRules.Decide(unpaid, Hold, Now.AddSeconds(59)).PausedUntil);
        Assert.Null(HoldRules.Decide(unpaid, Hold, Now.AddSeconds(60)).PausedUntil);
        Assert.Equal(Hold, HoldRules.Decide(unpaid, Hold, Now.AddDays(2)).HoldSeconds);
    }

    [Fact]
    public void A_fan_who_cancels_early_is_not_hit()
    {
        var quick = Enumerable.Range(1, 30).Select(at => Ended(Now.AddMinutes(-at), seconds: 20));

        Assert.Equal(new HoldGrant(Hold, null), HoldRules.Decide(quick, Hold, Now));
    }

    [Fact]
    public void A_purchase_forgives_what_was_before_it_and_nothing_after_it()
    {
        FanReservation bought = new(Guid.NewGuid(), 1, BoughtAt: Now);

        Assert.Equal(new HoldGrant(Hold, null), HoldRules.Decide([.. Unpaid(9), bought], Hold, Now));
        Assert.NotNull(HoldRules.Decide(
            [.. Unpaid(9), bought with { BoughtAt = Now.AddDays(-1) }], Hold, Now).PausedUntil);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(60, 30)]
    [InlineData(3_600, 900)]
    public void A_shorter_hold_is_long_enough_to_pay(int full, int shorter) =>
        Assert.Equal(shorter, HoldRules.Decide([Ended(Now, 3 * full)], full, Now).HoldSeconds);

    private static FanReservation[] Unpaid(int holds) =>
        [.. Enumerable.Range(0, holds).Select(at => Ended(Now.AddSeconds(-Hold * at), Hold))];

    private static FanReservation Ended(DateTimeOffset until, int seconds) =>
        new(Guid.NewGuid(), 0, BoughtAt: null, new UnpaidHold(until.AddSeconds(-seconds), until));
}
