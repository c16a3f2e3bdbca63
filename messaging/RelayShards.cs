using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>The shards that one relay owns: its fair share of all shards.</summary>
internal sealed class RelayShards(RelayConnection connection, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(RelayLimits.HandOverSeconds);

    private readonly SortedDictionary<short, OwnedShard> owned = [];
    private int nextWhole;

    public int Count => owned.Count;

    public int UnderWay => owned.Values.Sum(shard => shard.UnderWay);

    public OwnedShard this[short number] => owned[number];

    /// <summary>The next shard to poll below its floor, too, one after the other; null when none is owned.</summary>
    public OwnedShard? NextWhole() =>
        Kept() is { Length: > 0 } kept ? kept[nextWhole++ % kept.Length] : null;

    /// <summary>The events in flight that a poll would find again: see <see cref="Floors"/>.</summary>
    public IEnumerable<long> IdsUnderWay(OwnedShard? whole) =>
        Kept().SelectMany(shard => shard == whole ? shard.AllIds : shard.IdsAboveFloor);

    /// <summary>
    /// The shards to poll and their floors. The first shard rotates with <paramref name="turn"/>, so that each gets its
    /// share.
    /// </summary>
    /// <param name="whole">This shard is polled from the start.</param>
    public IReadOnlyCollection<(short Shard, long Floor)> Floors(int turn, OwnedShard? whole)
    {
        var kept = Kept();
        return [.. Enumerable.Range(0, kept.Length)
            .Select(at => kept[(at + turn) % kept.Length])
            .Select(shard => (shard.Number, shard == whole ? 0 : shard.Floor))];
    }

    /// <param name="found">The rows of the last poll, before they are taken.</param>
    /// <param name="isAll">Whether the poll returned all rows; otherwise it returned the lowest of each shard.</param>
    public void RaiseFloors(
        IEnumerable<OutboxRow> found, bool isAll, RunningTransactions running, TimeSpan now)
    {
        var highest = found.GroupBy(row => row.Shard).ToDictionary(rows => rows.Key, rows => rows.Max(row => row.Id));
        foreach (var shard in owned.Values.Where(shard => shard.LeavingSince is null))
            shard.RaiseFloor(isAll ? long.MaxValue : highest.GetValueOrDefault(shard.Number), running, now);
    }

    /// <summary>Releases shards beyond the fair share once their events are done, and locks free ones.</summary>
    public async Task ShareAsync()
    {
        var before = owned.Count;
        var members = Math.Max(await connection.CountMembersAsync(), 1);
        var share = (OutboxShard.Count + members - 1) / members;
        var kept = owned.Values.Count(shard => shard.LeavingSince is null);
        foreach (var shard in owned.Values.Where(shard => shard.LeavingSince is null).Skip(share))
            shard.LeavingSince = time.GetTimestamp();
        foreach (var shard in owned.Values.Where(shard => shard.LeavingSince is not null).Take(share - kept))
            shard.LeavingSince = null;
        await ReleaseAsync();

        if (share > owned.Count)
        {
            var others = Enumerable.Range(0, OutboxShard.Count).Select(number => (short)number).Except(owned.Keys);
            foreach (var number in await connection.TryLockAsync(others, share - owned.Count))
                owned.Add(number, new OwnedShard(number));
        }

        if (owned.Count != before) log.Shares(owned.Count, OutboxShard.Count, members);
    }

    public void Dispose()
    {
        foreach (var shard in owned.Values) shard.Dispose();
    }

    private OwnedShard[] Kept() => [.. owned.Values.Where(shard => shard.LeavingSince is null)];

    private async Task ReleaseAsync()
    {
        var released = owned.Values.Where(shard => shard.LeavingSince is { } since
            && (shard.UnderWay == 0 || time.GetElapsedTime(since) > HandOver)).ToArray();
        if (released.Length == 0) return;
        foreach (var shard in released)
        {
            owned.Remove(shard.Number);
            shard.Dispose();
        }

        await connection.UnlockAsync(released.Select(shard => shard.Number));
    }
}

/// <summary>An outbox shard whose lock this relay holds, with its events in flight.</summary>
internal sealed class OwnedShard : IDisposable
{
    private static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(RelayLimits.LongestCommitSeconds);

    private readonly CancellationTokenSource givenUp = new();

    // Ids of rows that were handed to the transport and are still in the outbox. An ordinary poll reads above the floor
    // and must not pay for rows below it, of which a group that hangs keeps many.
    private readonly HashSet<long> above = [];
    private readonly HashSet<long> below = [];
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

    /// <summary>
    /// Cancelled when this relay gives the shard up: its events in flight then belong to the next owner.
    /// </summary>
    public CancellationToken GivenUp { get; }

    /// <summary>The number of rows that were handed to the transport and are still in the outbox.</summary>
    public int UnderWay => above.Count + below.Count;

    public IEnumerable<long> IdsAboveFloor => above;

    public IEnumerable<long> AllIds => above.Concat(below);

    /// <summary>The timestamp at which the relay decided to release the shard; null while it is kept.</summary>
    public long? LeavingSince { get; set; }

    /// <summary>
    /// No row up to this id can appear any more, so the lowest row found above it is the first of its key.
    /// </summary>
    public long Floor { get; private set; }

    public void Take(long id)
    {
        (id > Floor ? above : below).Add(id);
        highest = Math.Max(highest, id);
    }

    /// <summary>The row was deleted.</summary>
    public void Finish(long id)
    {
        if (!above.Remove(id)) below.Remove(id);
    }

    /// <summary>Call it after a poll and before its rows are taken.</summary>
    /// <param name="reached">The poll has returned every row up to this id.</param>
    public void RaiseFloor(long reached, RunningTransactions running, TimeSpan now)
    {
        if (reached < marked || (running.Oldest < markedNext && now - markedAt < LongestCommit)) return;
        Floor = marked;
        above.RemoveWhere(id => id <= marked && below.Add(id));
        (marked, markedNext, markedAt) = (highest, running.Next, now);
    }

    public void Dispose()
    {
        givenUp.Cancel();
        givenUp.Dispose();
    }
}
