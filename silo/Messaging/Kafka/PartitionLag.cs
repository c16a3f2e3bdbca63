namespace Ticketing.Messaging;

/// <summary>
/// As of when all events of a partition are handled: where its end was when, against how far its group is. That holds
/// whoever has the partition, also while nobody does.
/// </summary>
internal sealed class PartitionLag
{
    private const int MaxMarks = 64;

    // The last one is where it was found to end the last time.
    private readonly List<Mark> ahead = [];
    private Mark? newest;
    private DateTimeOffset? whole;
    private long committed;

    /// <param name="at">A moment before it was asked where the partition ends.</param>
    /// <param name="end">The offset that the next message gets.</param>
    /// <param name="committed">The lowest offset that is not handled.</param>
    public void Note(DateTimeOffset at, long end, long committed)
    {
        newest = new Mark(at, end);
        this.committed = committed;
        // The later moment says more of the same end. What is given up beyond the bound is only how finely is told.
        if (ahead.Count == MaxMarks || (ahead.Count > 0 && ahead[^1].End == end)) ahead[^1] = newest;
        else ahead.Add(newest);
        Pass(committed);
    }

    /// <summary>
    /// All that was published before then is handled, but for what <paramref name="own"/> holds. Null: nothing is known
    /// yet.
    /// </summary>
    /// <param name="own">Null while another process has the partition, or none.</param>
    public DateTimeOffset? AsOf(PartitionStanding? own)
    {
        Pass(Math.Max(committed, own?.Done ?? 0));
        var read = Math.Max(committed, own?.Next ?? 0);
        return newest is not null && read >= newest.End ? newest.At : whole;
    }

    private void Pass(long done)
    {
        var passed = ahead.FindLastIndex(mark => mark.End <= done);
        if (passed < 0) return;
        whole = ahead[passed].At;
        ahead.RemoveRange(0, passed + 1);
    }

    private sealed record Mark(DateTimeOffset At, long End);
}
