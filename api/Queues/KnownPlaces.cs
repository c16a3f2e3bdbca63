namespace Ticketing.Api;

/// <summary>
/// What this process has heard of places whose turn has come, or that were given back before: how a place has ended is
/// final, and that it is active is believed for a moment; the queue is not asked again. The queue also passes over who
/// gave a place back while waiting, without telling anybody: here it is remembered. Bounded: the older half is
/// forgotten first and asked for again.
/// </summary>
internal sealed class KnownPlaces(TimeProvider time)
{
    private const int MaxRemembered = 100_000;
    private static readonly TimeSpan ActiveTrust = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private Dictionary<(Guid ScheduleId, long Number), KnownPlace> recent = [];
    private Dictionary<(Guid ScheduleId, long Number), KnownPlace> older = [];

    /// <param name="activeUntil">Given when it is active; every other status must be how the place has ended.</param>
    public void Add(QueueTicket ticket, QueueTokenStatus status, DateTimeOffset? activeUntil = null)
    {
        DateTimeOffset? trustedUntil = null;
        if (activeUntil is { } end)
        {
            var soon = time.GetUtcNow() + ActiveTrust;
            trustedUntil = end < soon ? end : soon;
        }

        lock (gate)
        {
            // An answer that was under way does not bring an ended place back.
            if (Stored(ticket) is { TrustedUntil: null })
                return;
            if (recent.Count >= MaxRemembered / 2)
                (recent, older) = ([], recent);
            recent[ticket.Key] = new KnownPlace(status, activeUntil, trustedUntil);
        }
    }

    /// <summary>Null when the queue must be asked.</summary>
    public KnownPlace? Find(QueueTicket ticket)
    {
        KnownPlace? stored;
        lock (gate)
            stored = Stored(ticket);
        return stored?.TrustedUntil <= time.GetUtcNow() ? null : stored;
    }

    private KnownPlace? Stored(QueueTicket ticket) =>
        recent.TryGetValue(ticket.Key, out var known) || older.TryGetValue(ticket.Key, out known) ? known : null;
}
