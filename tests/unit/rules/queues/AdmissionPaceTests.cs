using Ticketing.Queues;

namespace Ticketing.Tests.Rules.Queues;

public class AdmissionPaceTests
{
    [Fact]
    public void At_a_high_pace_some_are_admitted_together()
    {
        var pace = new AdmissionPace(0, Some.Now);
        Assert.Equal(Some.Now.AddMilliseconds(100), pace.NextDue(1_000, Some.Now));
        Assert.Equal(100, pace.Allows(1_000, Some.Now.AddMilliseconds(100)));
        Assert.Equal(1_000, pace.Allows(1_000, Some.Now.AddHours(1)));
        Assert.Equal(0, pace.Allows(1_000, Some.Now.AddHours(-1)));
    }

    [Fact]
    public void The_rate_is_that_of_the_last_minute()
    {
        var rate = AdmissionRate.None.Add(3, Some.Now).Add(4, Some.Now.AddSeconds(30));
        Assert.Equal(7, rate.PerMinute(Some.Now.AddSeconds(59)), 0.2);
        Assert.Equal(4, rate.PerMinute(Some.Now.AddSeconds(62)));
        Assert.Equal(0, rate.PerMinute(Some.Now.AddSeconds(100)));
        Assert.Equal(0, rate.PerMinute(Some.Now.AddYears(1)));
        Assert.Equal(5, rate.Add(5, Some.Now.AddHours(2)).PerMinute(Some.Now.AddHours(2)));
    }

    [Fact]
    public void In_the_first_minute_the_rate_is_told_from_the_time_there_was()
    {
        var rate = AdmissionRate.None.Add(3, Some.Now);
        Assert.Equal(18, rate.PerMinute(Some.Now));
        Assert.Equal(14, rate.Add(4, Some.Now.AddSeconds(30)).PerMinute(Some.Now.AddSeconds(30)));
        Assert.Equal(0, AdmissionRate.None.PerMinute(Some.Now));
    }
}
