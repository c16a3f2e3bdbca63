using Ticketing.Catalog;

namespace Ticketing.Queues;

/// <summary>What an operator may set of a queue. Pure; every fault is told with its JSON path.</summary>
public static class QueueSettingsRules
{
    /// <param name="path">Of the object that the settings stand in, such as <c>$.queue</c>.</param>
    public static IEnumerable<FieldError> Faults(string path, QueueSettings settings) =>
    [
        .. Range($"{path}.maxActive", settings.MaxActive, 1, Limits.MaxActiveFans),
        .. Range($"{path}.pacePerSecond", settings.PacePerSecond, 0, Limits.MaxPacePerSecond),
        .. Range($"{path}.claimSeconds", settings.ClaimSeconds, Limits.MinClaimSeconds, Limits.MaxClaimSeconds),
        .. Range($"{path}.activeSeconds", settings.ActiveSeconds, Limits.MinActiveSeconds, Limits.MaxActiveSeconds),
    ];

    private static IEnumerable<FieldError> Range(string path, int value, int from, int to)
    {
        if (value < from || value > to)
            yield return new FieldError(path, $"must be {from} to {to}");
    }
}
