using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Postgres;

/// <summary>
/// Where reads go that may be a little old: to the replica while it is less than
/// <see cref="StoreOptions.MaxStalenessSeconds"/> behind, else to the primary. What is known of the replica and of the
/// read model is found out in the background by <see cref="ReadDatabaseCheck"/>; until that has run, and when it does
/// not come through, nothing but the primary is read.
/// </summary>
public sealed class ReadDatabase : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(StoreDataSource.ReplicaPatienceSeconds);

    private readonly TimeProvider time;
    private readonly TimeSpan maxStaleness;
    private volatile ReadStanding standing = ReadStanding.Unknown;
    private long replicaSeenAsOf, modelSeenAsOf;

    public ReadDatabase(
        NpgsqlDataSource primary, IOptions<StoreOptions> options, TimeProvider time, ILoggerFactory? logging = null)
    {
        this.time = time;
        Primary = primary;
        Replica = StoreDataSource.CreateReplica(options.Value, logging);
        maxStaleness = TimeSpan.FromSeconds(options.Value.MaxStalenessSeconds);
        replicaSeenAsOf = modelSeenAsOf = time.GetTimestamp();
    }

    public NpgsqlDataSource Primary { get; }

    /// <summary>Whether the replica is read at this moment.</summary>
    public bool IsReplicaUsed => Replica is not null && IsFresh(standing.ReplicaAsOf);

    /// <summary>
    /// Where the read model may be read: it knows everything that happened longer ago than
    /// <see cref="StoreOptions.MaxStalenessSeconds"/>. Null while the primary's tables must be read instead.
    /// </summary>
    public NpgsqlDataSource? Model => IsFresh(standing.ModelAsOf) ? Replica ?? Primary : null;

    /// <summary>How far the replica is behind by what was seen last, whether it is read or not.</summary>
    internal TimeSpan ReplicaLag => time.GetElapsedTime(Volatile.Read(ref replicaSeenAsOf));

    /// <summary>The same of the read model.</summary>
    internal TimeSpan ModelLag => time.GetElapsedTime(Volatile.Read(ref modelSeenAsOf));

    internal NpgsqlDataSource? Replica { get; }

    /// <summary>Asks the replica if it is usable, and the primary if it is not or fails over this question.</summary>
    public async Task<T> AskAsync<T>(Func<NpgsqlDataSource, Task<T>> ask)
    {
        if (Replica is { } replica && IsReplicaUsed)
        {
            try
            {
                return await WaitAsync(replica, ask(replica)).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                Doubt(replica, fault);
            }
        }

        return await ask(Primary).ConfigureAwait(false);
    }

    /// <summary>
    /// The same for what the replica may not know yet: what it does not find, the primary is asked for.
    /// </summary>
    public async Task<T?> FindAsync<T>(Func<NpgsqlDataSource, Task<T?>> find)
        where T : class
    {
        var askedPrimary = false;
        var found = await AskAsync(database =>
        {
            askedPrimary = database == Primary;
            return find(database);
        }).ConfigureAwait(false);
        return found ?? (askedPrimary ? null : await find(Primary).ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        if (Replica is not null)
            await Replica.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// The answer, or <see cref="TimeoutException"/>: the driver's own patience with a server that hangs begins anew
    /// when it connects, asks, and takes back what it has asked.
    /// </summary>
    internal Task<T> WaitAsync<T>(NpgsqlDataSource asked, Task<T> answer) =>
        asked == Replica ? answer.WaitAsync(Patience, time) : answer;

    /// <summary>
    /// A question to this database failed. Unless it was only that question's bad luck, the replica is left alone until
    /// the next look at it, so that not everybody waits for it.
    /// </summary>
    internal void Doubt(NpgsqlDataSource database, Exception fault)
    {
        var isBadLuck = fault is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure };
        if (database == Replica && !isBadLuck)
            standing = ReadStanding.Unknown;
    }

    internal void Set(ReadStanding found) => standing = found;

    /// <summary>Up to when they know everything; null where that is not known.</summary>
    internal void Saw(long? replicaAsOf, long? modelAsOf)
    {
        if (replicaAsOf is { } replica) Volatile.Write(ref replicaSeenAsOf, replica);
        if (modelAsOf is { } model) Volatile.Write(ref modelSeenAsOf, model);
    }

    private bool IsFresh(long? asOf) => asOf is { } known && time.GetElapsedTime(known) <= maxStaleness;
}
