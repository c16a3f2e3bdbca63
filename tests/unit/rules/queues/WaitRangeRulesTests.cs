using CsCheck;
using Ticketing.Queues;

namespace Ticketing.Tests.Rules.Queues;

public class WaitRangeRulesTests
{
    private static readonly Gen<QueuePace> Paces =
        from admitted in Gen.Long[1, 300_000]
        from seconds in Gen.Double[10, 300]
        from dispersion in Gen.Double[1, 5_000]
        select new QueuePace(admitted, seconds, dispersion);

    [Fact]
    public void A_range_is_never_negative_and_contains_the_estimate() =>
        Gen.Select(Paces, Gen.Long[0, 1_000_000], Gen.Long[0, 10_000_000]).Sample((pace, ahead, estimate) =>
        {
            var range = WaitRangeRules.Range(pace, ahead, estimate);
            Assert.InRange(range.AtLeastSeconds, 0, estimate);
            Assert.InRange(range.AtMostSeconds, estimate, long.MaxValue);
            var own = WaitRangeRules.Range(pace, ahead, null);
            var expected = (ahead + 1) * pace.Seconds / pace.Admitted;
            Assert.InRange(expected, own.AtLeastSeconds, own.AtMostSeconds);
        });

    [Fact]
    public void At_a_steady_pace_it_narrows_towards_the_front() =>
        Gen.Select(Paces, Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000], Gen.Double[0.1, 10]).Sample(
            (pace, one, other, change) =>
            {
                var (near, far) = (At(Math.Min(one, other)), At(Math.Max(one, other)));
                Assert.True(near.AtLeastSeconds <= far.AtLeastSeconds && near.AtMostSeconds <= far.AtMostSeconds);
                Assert.True(Width(near) <= Width(far) + 1, $"{near} is wider than {far}"); // whole seconds

                // The last minute may have had another pace than the last five.
                WaitRange At(long ahead) => WaitRangeRules.Range(
                    pace, ahead, (long)Math.Ceiling((ahead + 1) * change * pace.Seconds / pace.Admitted));
            });

    [Fact]
    public void Longer_observation_narrows_it_and_bursts_widen_it()
    {
        var steady = WaitRangeRules.Range(new QueuePace(3_000, 300, Dispersion: 1), ahead: 999, null);
        Assert.Equal(new WaitRange(93, 107), steady);
        var shorter = WaitRangeRules.Range(new QueuePace(100, 10, Dispersion: 1), ahead: 999, null);
        var bursts = WaitRangeRules.Range(new QueuePace(3_000, 300, Dispersion: 100), ahead: 999, null);
        Assert.True(Width(steady) < Width(shorter) && Width(steady) < Width(bursts));
    }

    /// <summary>Of many fans behind a random queue, at least the promised share is admitted within the range.</summary>
    [Theory]
    [InlineData(2.0, 300)]
    [InlineData(20.0, 5_000)]
    public void The_range_holds_for_a_queue_that_keeps_its_pace(double perSecond, long ahead)
    {
        var (random, within) = (new Random(7), 0);
        for (var run = 0; run < 400; run++)
        {
            var rate = AdmissionRate.None;
            var now = Some.Now;
            while (now < Some.Now.AddSeconds(300)) rate = rate.Add(1, now += Next());
            var range = WaitRangeRules.Range(rate.Pace(now)!, ahead, null);
            var wait = TimeSpan.Zero;
            for (var fan = 0; fan <= ahead; fan++) wait += Next();
            if (wait.TotalSeconds >= range.AtLeastSeconds && wait.TotalSeconds <= range.AtMostSeconds) within++;
        }

        Assert.InRange(within, 400 * 0.85, 400);

        TimeSpan Next() => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond);
    }

    [Fact]
    public void The_pace_is_that_of_the_last_five_minutes()
    {
        Assert.Null(AdmissionRate.None.Pace(Some.Now));
        var rate = AdmissionRate.None.Add(10, Some.Now).Add(20, Some.Now.AddSeconds(30));
        Assert.Equal((30, 100), Observed(100));
        Assert.Equal((20, 300), Observed(310));
        Assert.Null(rate.Pace(Some.Now.AddSeconds(400)));
        Assert.Equal(10, AdmissionRate.None.Add(10, Some.Now).Pace(Some.Now)!.Seconds);

        (long, double) Observed(int second) =>
            rate.Pace(Some.Now.AddSeconds(second)) is { } pace ? (pace.Admitted, pace.Seconds) : default;
    }

    [Fact]
    public void An_even_pace_varies_as_little_as_chance_and_a_burst_much_more()
    {
        var even = AdmissionRate.None;
        for (var second = 0; second < 300; second++) even = even.Add(4, Some.Now.AddSeconds(second));
        Assert.Equal(1, even.Pace(Some.Now.AddSeconds(299))!.Dispersion);

        var burst = AdmissionRate.None.Add(1_200, Some.Now).Pace(Some.Now.AddSeconds(299))!;
        Assert.InRange(burst.Dispersion, 1_000, 1_300);
    }

    private static long Width(WaitRange range) => range.AtMostSeconds - range.AtLeastSeconds;
}
