using System.Collections.Immutable;

namespace Ticketing.Queues;

/// <summary>Decisions about what an operator changes. Pure.</summary>
public static class QueueChangeRules
{
    /// <param name="freshKey">For a draw that is switched on for the first time.</param>
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
        change.Draws ?? settings.Draws);
}
