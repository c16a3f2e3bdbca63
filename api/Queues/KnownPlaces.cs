namespace Ticketing.Api;

/// <summary>
/// The places that this process knows to be called, to be active or to have ended, so that they are not asked for
/// again. The end of a place is final; the other two are trusted for a second. The number is bounded: the older half is
/// forgotten first, and asked for again.
/// </summary>
internal sealed class KnownPlaces(TimeProvider time)
{
    private const int MaxRemembered = 100_000;
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Dictionary<(Guid ScheduleId, long Number), KnownPlace> recent = [];
    private Dictionary<(Guid ScheduleId, long Number), KnownPlace> older = [];

    /// <param name="until">Given when the place is called or active; every other status must be final.</param>
    /// <param name="moreTimes">How often a called fan was given more time.</param>
    /// <returns>The place as it is known now: an older answer changes nothing.</returns>
    public KnownPlace Add(
        QueueTicket ticket, QueueTokenStatus status, DateTimeOffset? until = null, int moreTimes = 0) =>
        Add(ticket.Key, status, until, moreTimes);

    /// <inheritdoc cref="Add(QueueTicket, QueueTokenStatus, DateTimeOffset?, int)"/>
    public KnownPlace Add(
        (Guid ScheduleId, long Number) place, QueueTokenStatus status, DateTimeOffset? until = null,
        int moreTimes = 0)
    {
        DateTimeOffset? trustedUntil = null;
        if (until is { } end)
        {
            var soon = time.GetUtcNow() + Trust;
            trustedUntil = end < soon ? end : soon;
        }

        var known = new KnownPlace(status, until, trustedUntil, moreTimes);
        lock (gate)
        {
            if (Stored(place) is { } stored && stored.IsNewerThan(known))
                return stored;
            if (recent.Count >= MaxRemembered / 2)
                (recent, older) = ([], recent);
            recent[place] = known;
            return known;
        }
    }

    /// <summary>Null when the queue must be asked.</summary>
    public KnownPlace? Find(QueueTicket ticket)
    {
        KnownPlace? stored;
        lock (gate)
            stored = Stored(ticket.Key);
        return stored?.TrustedUntil <= time.GetUtcNow() ? null : stored;
    }

    private KnownPlace? Stored((Guid ScheduleId, long Number) place) =>
        recent.TryGetValue(place, out var known) || older.TryGetValue(place, out known) ? known : null;
}

/// <summary>The state of a place when it was last read.</summary>
/// <param name="Until">Until when it is called or active; null when it has ended.</param>
/// <param name="TrustedUntil">Null when the state is final.</param>
/// <param name="MoreTimes">How often a called fan was given more time.</param>
internal readonly record struct KnownPlace(
    QueueTokenStatus Status, DateTimeOffset? Until, DateTimeOffset? TrustedUntil, int MoreTimes = 0)
{
    /// <summary>
    /// A place ends once, is called only before it is active, and is never called for less time: an answer that was on
    /// its way for longer must not bring the earlier state back.
    /// </summary>
    public bool IsNewerThan(KnownPlace other) =>
        TrustedUntil is null
        || (other.Status == QueueTokenStatus.Called
            && (Status == QueueTokenStatus.Active || Until > other.Until));
}
