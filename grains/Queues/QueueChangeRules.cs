using System.Collections.Immutable;
using Ticketing.Catalog;

namespace Ticketing.Queues;

/// <summary>Decisions about changes by an operator. Pure.</summary>
public static class QueueChangeRules
{
    /// <param name="freshKey">The key for a draw that is switched on for the first time.</param>
    public static (QueueState Next, ChangeQueueResult Result) Change(
        QueueState state, QueueChange change, ImmutableArray<byte> freshKey)
    {
        var row = state.Row;
        var switches = change.Draws is { } draws && draws != row.Settings.Draws;
        if (switches && (row.LastNumber > 0 || row.DrawnEntries is not null))
            return (state, ChangeQueueResult.DrawIsFixed);

        var settings = Apply(row.Settings, change);
        if (QueueSettingsRules.Faults("$", settings).FirstOrDefault() is { } fault)
            throw new ArgumentException($"Queue {row.ScheduleId} cannot be changed: {fault}.");
        var next = row with
        {
            Settings = settings,
            DrawKey = settings.Draws && row.DrawKey.IsEmpty ? freshKey : row.DrawKey,
        };
        return (next == row ? state : state with { Row = next }, ChangeQueueResult.Changed);
    }

    public static QueueSettings Apply(QueueSettings settings, QueueChange change) => new(
        change.Enabled ?? settings.Enabled,
        change.MaxActive ?? settings.MaxActive,
        change.PacePerSecond ?? settings.PacePerSecond,
        change.Paused ?? settings.Paused,
        change.Draining ?? settings.Draining,
        change.ClaimSeconds ?? settings.ClaimSeconds,
        change.ActiveSeconds ?? settings.ActiveSeconds,
        change.PausesWhenSoldOut ?? settings.PausesWhenSoldOut,
        change.Draws ?? settings.Draws,
        change.MoreTimes ?? settings.MoreTimes);
}

/// <summary>Validates the settings of a queue; each error has its JSON path. Pure.</summary>
public static class QueueSettingsRules
{
    /// <param name="path">JSON path of the object that contains the settings, such as <c>$.queue</c>.</param>
    public static IEnumerable<FieldError> Faults(string path, QueueSettings settings) =>
    [
        .. Range($"{path}.maxActive", settings.MaxActive, 1, Limits.MaxActiveFans),
        .. Range($"{path}.pacePerSecond", settings.PacePerSecond, 0, Limits.MaxPacePerSecond),
        .. Range($"{path}.claimSeconds", settings.ClaimSeconds, Limits.MinClaimSeconds, Limits.MaxClaimSeconds),
        .. Range($"{path}.moreTimes", MoreTimeRules.Allowed(settings), 0, QueueLimits.MaxMoreTimes),
        .. Range($"{path}.activeSeconds", settings.ActiveSeconds, Limits.MinActiveSeconds, Limits.MaxActiveSeconds),
    ];

    private static IEnumerable<FieldError> Range(string path, int value, int from, int to)
    {
        if (value < from || value > to)
            yield return new FieldError(path, $"must be {from} to {to}");
    }
}
