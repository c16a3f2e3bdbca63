using Ticketing.Postgres;
using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>The shards of one relay: its fair share of all there are.</summary>
internal sealed class RelayShards(RelayConnection connection, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(RelayLimits.HandOverSeconds);

    private readonly SortedDictionary<short, OwnedShard> owned = [];

    public int Count => owned.Count;

    public int UnderWay => owned.Values.Sum(shard => shard.UnderWay.Count);

    public OwnedShard this[short number] => owned[number];

    public IEnumerable<long> IdsUnderWay() => owned.Values.SelectMany(shard => shard.UnderWay);

    /// <summary>Where to look, beginning with another shard every time.</summary>
    public IReadOnlyCollection<(short Shard, long Floor)> Floors(int turn, bool atAll)
    {
        var kept = owned.Values.Where(shard => shard.LeavingSince is null).ToArray();
        return [.. Enumerable.Range(0, kept.Length)
            .Select(at => kept[(at + turn) % kept.Length])
            .Select(shard => (shard.Number, atAll ? 0 : shard.Floor))];
    }

    /// <param name="found">By a look, and not taken yet.</param>
    /// <param name="isAll">Whether the look found all there was; else of every shard the lowest.</param>
    public void RaiseFloors(
        IEnumerable<OutboxRow> found, bool isAll, RunningTransactions running, TimeSpan now)
    {
        var highest = found.GroupBy(row => row.Shard).ToDictionary(rows => rows.Key, rows => rows.Max(row => row.Id));
        foreach (var shard in owned.Values.Where(shard => shard.LeavingSince is null))
            shard.RaiseFloor(isAll ? long.MaxValue : highest.GetValueOrDefault(shard.Number), running, now);
    }

    /// <summary>Lets go of what is more than the share, when it is done; takes what is free.</summary>
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

    private async Task ReleaseAsync()
    {
        var released = owned.Values.Where(shard => shard.LeavingSince is { } since
            && (shard.UnderWay.Count == 0 || time.GetElapsedTime(since) > HandOver)).ToArray();
        if (released.Length == 0) return;
        foreach (var shard in released)
        {
            owned.Remove(shard.Number);
            shard.Dispose();
        }

        await connection.UnlockAsync(released.Select(shard => shard.Number));
    }
}
