namespace Ticketing.Telemetry;

/// <summary>How long queues that could admit somebody have not, as seen by looks at them.</summary>
internal sealed class Standstill
{
    private Dictionary<Guid, (long AdmittedThrough, DateTimeOffset Since)> known = [];

    /// <summary>The longest. A queue that is seen for the first time, or was closed before, begins with zero.</summary>
    public TimeSpan Look(IReadOnlyList<OpenQueue> open, DateTimeOffset now)
    {
        known = open.ToDictionary(
            queue => queue.ScheduleId,
            queue => known.TryGetValue(queue.ScheduleId, out var seen) && seen.AdmittedThrough == queue.AdmittedThrough
                ? seen
                : (queue.AdmittedThrough, now));
        return known.Count == 0 ? TimeSpan.Zero : now - known.Values.Min(queue => queue.Since);
    }
}
