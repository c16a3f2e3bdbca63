namespace Ticketing.Messaging;

/// <summary>A shard of the outbox that this relay holds the lock of, and what is under way of it.</summary>
internal sealed class OwnedShard : IDisposable
{
    private readonly CancellationTokenSource givenUp = new();
    private long highest;
    private long highestBefore;

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
    /// The highest id that was there a while ago; see <see cref="RelayLimits.OverlapMilliseconds"/>.
    /// </summary>
    public long Floor { get; private set; }

    public void Take(long id)
    {
        UnderWay.Add(id);
        highest = Math.Max(highest, id);
    }

    public void RaiseFloor()
    {
        Floor = highestBefore;
        highestBefore = highest;
    }

    public void Dispose()
    {
        givenUp.Cancel();
        givenUp.Dispose();
    }
}
