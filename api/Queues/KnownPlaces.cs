namespace Ticketing.Api;

/// <summary>
/// The places that this process knows to be active or to have ended, so that the queue grain is not asked again. The
/// end of a place is final; that it is active is trusted for a second. The number is bounded: the older half is
/// forgotten first, and asked for again.
/// </summary>
internal sealed class KnownPlaces(TimeProvider time)
{
    private const int MaxRemembered = 100_000;
    private static readonly TimeSpan ActiveTrust = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Dictionary<(Guid ScheduleId, long Number), KnownPlace> recent = [];
    private Dictionary<(Guid ScheduleId, long Number), KnownPlace> older = [];

    /// <param name="activeUntil">Given when the place is active; every other status must be final.</param>
    public void Add(QueueTicket ticket, QueueTokenStatus status, DateTimeOffset? activeUntil = null) =>
        Add(ticket.Key, status, activeUntil);

    /// <inheritdoc cref="Add(QueueTicket, QueueTokenStatus, DateTimeOffset?)"/>
    public void Add(
        (Guid ScheduleId, long Number) place, QueueTokenStatus status, DateTimeOffset? activeUntil = null)
    {
        DateTimeOffset? trustedUntil = null;
        if (activeUntil is { } end)
        {
            var soon = time.GetUtcNow() + ActiveTrust;
            trustedUntil = end < soon ? end : soon;
        }

        lock (gate)
        {
            // An answer from before the end must not bring an ended place back.
            if (Stored(place) is { TrustedUntil: null })
                return;
            if (recent.Count >= MaxRemembered / 2)
                (recent, older) = ([], recent);
            recent[place] = new KnownPlace(status, activeUntil, trustedUntil);
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
/// <param name="TrustedUntil">Null when the state is final.</param>
internal readonly record struct KnownPlace(
    QueueTokenStatus Status, DateTimeOffset? ActiveUntil, DateTimeOffset? TrustedUntil);
