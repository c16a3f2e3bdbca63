using Ticketing.Queues;

namespace Ticketing.Tests.Rules;

public class QueueSettingsRulesTests
{
    [Fact]
    public void The_defaults_and_the_bounds_themselves_are_taken()
    {
        Assert.Empty(Paths(new QueueSettings()));
        Assert.Empty(Paths(QueueSettings.Off));
        Assert.Empty(Paths(new QueueSettings(MaxActive: 1, PacePerSecond: 0, ClaimSeconds: 5, ActiveSeconds: 30)));
        Assert.Empty(Paths(new QueueSettings(
            MaxActive: 100_000, PacePerSecond: 100_000, ClaimSeconds: 3_600, ActiveSeconds: 86_400, MoreTimes: 10)));
        Assert.Empty(Paths(new QueueSettings(MoreTimes: 0)));
    }

    [Fact]
    public void What_lies_outside_is_told_by_its_path()
    {
        string[] all =
        [
            "$.queue.maxActive", "$.queue.pacePerSecond", "$.queue.claimSeconds", "$.queue.moreTimes",
            "$.queue.activeSeconds",
        ];
        Assert.Equal(
            all,
            Paths(new QueueSettings(
                MaxActive: 0, PacePerSecond: -1, ClaimSeconds: 4, ActiveSeconds: 29, MoreTimes: -1)));
        Assert.Equal(all, Paths(new QueueSettings(
            MaxActive: 100_001, PacePerSecond: 100_001, ClaimSeconds: 3_601, ActiveSeconds: 86_401, MoreTimes: 11)));

        var fault = Assert.Single(QueueSettingsRules.Faults("$", new QueueSettings(MaxActive: 0)));
        Assert.Equal(("$.maxActive", "must be 1 to 100000"), (fault.Path, fault.Message));
    }

    private static IEnumerable<string> Paths(QueueSettings settings) =>
        QueueSettingsRules.Faults("$.queue", settings).Select(fault => fault.Path);
}
