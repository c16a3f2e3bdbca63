namespace Ticketing.Messaging;

/// <summary>A shard of the outbox that this relay holds the lock of, and what is under way of it.</summary>
internal sealed class OwnedShard : IDisposable
{
    private static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(RelayLimits.LongestCommitSeconds);

    private readonly CancellationTokenSource givenUp = new();
    private long highest;
    private long marked;
    private long markedNext;
    private TimeSpan markedAt;

    public OwnedShard(short number)
    {
        Number = number;
        GivenUp = givenUp.Token;
    }

    public short Number { get; }

    /// <summary>Cancelled when the events under way are somebody else's.</summary>
    public CancellationToken GivenUp { get; }

    /// <summary>Ids of rows that were handed out and are still in the outbox.</summary>
    public HashSet<long> UnderWay { get; } = [];

    /// <summary>When it was decided that another relay shall have it; null while it is kept.</summary>
    public long? LeavingSince { get; set; }

    /// <summary>
    /// No id up to this one is still to come, so whatever is found above it is the first of its key.
    /// </summary>
    public long Floor { get; private set; }

    public void Take(long id)
    {
        UnderWay.Add(id);
        highest = Math.Max(highest, id);
    }

    /// <summary>After a look, and before what it found is taken.</summary>
    /// <param name="reached">Up to this id the look has found everything.</param>
    public void RaiseFloor(long reached, RunningTransactions running, TimeSpan now)
    {
        if (reached < marked || (running.Oldest < markedNext && now - markedAt < LongestCommit)) return;
        Floor = marked;
        (marked, markedNext, markedAt) = (highest, running.Next, now);
    }

    public void Dispose()
    {
        givenUp.Cancel();
        givenUp.Dispose();
    }
}
