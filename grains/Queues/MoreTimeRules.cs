using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>
/// Decisions about more time for a called fan, for example one who uses a screen reader. Every granted request
/// prolongs the claim window by its length, once. Pure.
/// </summary>
public static class MoreTimeRules
{
    /// <summary>How often the queue gives a place more time.</summary>
    public static int Allowed(QueueSettings settings) => settings.MoreTimes ?? QueueSettings.DefaultMoreTimes;

    /// <summary>How often a place may still ask; 0 also after the organiser has allowed fewer.</summary>
    public static int Left(QueueSettings settings, int granted) => Math.Max(0, Allowed(settings) - granted);

    /// <param name="stored">The fan's stored place, if there is one.</param>
    /// <param name="isRead">Whether the stored place was read.</param>
    /// <returns>
    /// The outcome is null when it depends on a place that was not read, or when its row is newer than memory.
    /// </returns>
    public static (QueueState Next, MoreTimeOutcome? Outcome) Ask(
        QueueState state, AskMoreTime command, DateTimeOffset now, PlaceRow? stored = null, bool isRead = false)
    {
        var place = state.Present.Find(command.Place.UserId);
        if (!state.Row.Settings.Enabled || !IsCalled(place, command.Place, now))
        {
            (state, var turn) = QueueEntryRules.Enter(state, command.Place, now);
            if (isRead) turn ??= QueueEntryRules.Told(state.Row, command.Place, stored);
            return (state, turn is null ? null : new MoreTimeOutcome(MoreTimeResult.NotCalled, Turn: turn));
        }

        var isRepeat = place!.MoreTimes.Contains(command.RequestId);
        if (isRepeat) return (state, Outcome(MoreTimeResult.Granted, place));
        if (Left(state.Row.Settings, place.MoreTimes.Length) == 0)
            return (state, Outcome(MoreTimeResult.NoneLeft, place));

        var longer = place with
        {
            Until = place.Until!.Value.AddSeconds(state.Row.Settings.ClaimSeconds),
            MoreTimes = place.MoreTimes.Add(command.RequestId),
        };
        return (state.Put(longer), Outcome(MoreTimeResult.Granted, longer));
    }

    private static bool IsCalled(PlaceRow? row, QueuePlace place, DateTimeOffset now) =>
        row is { Status: PlaceStatus.Admitted } && row.Number == place.Number && !QueueEndRules.HasLapsed(row, now);

    private static MoreTimeOutcome Outcome(MoreTimeResult result, PlaceRow place) =>
        new(result, place.Until, place.MoreTimes.Length);
}
