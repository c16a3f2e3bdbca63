using NpgsqlTypes;

namespace Ticketing.Postgres;

/// <summary>
/// Where the primary's log was when: what the replica has replayed tells as of when it knows everything. That is exact,
/// also while nothing is written, while the replica is paused, and when it has lost the primary without noticing.
/// </summary>
internal sealed class ReplayedMarks(TimeProvider time, TimeSpan kept)
{
    private readonly Queue<(NpgsqlLogSequenceNumber Position, long At)> marks = new();

    /// <param name="position">Where the primary's log was at some time after <paramref name="at"/>.</param>
    /// <param name="at">A timestamp of the clock.</param>
    public void Add(NpgsqlLogSequenceNumber position, long at)
    {
        marks.Enqueue((position, at));
        while (time.GetElapsedTime(marks.Peek().At) > kept)
            marks.Dequeue();
    }

    /// <summary>Null when the replica is further behind than the marks go back.</summary>
    public long? AsOf(NpgsqlLogSequenceNumber replayed)
    {
        long? asOf = null;
        foreach (var (position, at) in marks)
            if (position <= replayed)
                asOf = at;
        return asOf;
    }
}
