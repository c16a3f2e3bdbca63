using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Store;

/// <summary>
/// Chooses the database for reads that may be a little old: the replica while it is less than
/// <see cref="StoreOptions.MaxStalenessSeconds"/> behind, otherwise the primary. <see cref="ReadDatabaseCheck"/>
/// determines in the background how fresh the replica and the read model are; until it has succeeded, only the primary
/// is read.
/// </summary>
public sealed class ReadDatabase : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(StoreDataSource.ReplicaPatienceSeconds);

    private readonly TimeProvider time;
    private readonly TimeSpan maxStaleness;
    private volatile ReadFreshness freshness = ReadFreshness.Unknown;
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
    public bool IsReplicaUsed => Replica is not null && IsFresh(freshness.ReplicaAsOf);

    /// <summary>
    /// The database whose read model may be read: it has every change that is older than
    /// <see cref="StoreOptions.MaxStalenessSeconds"/>. Null while the primary's tables must be read instead.
    /// </summary>
    public NpgsqlDataSource? Model => IsFresh(freshness.ModelAsOf) ? Replica ?? Primary : null;

    /// <summary>The last known lag of the replica, whether it is used or not.</summary>
    internal TimeSpan ReplicaLag => time.GetElapsedTime(Volatile.Read(ref replicaSeenAsOf));

    /// <summary>The last known lag of the read model.</summary>
    internal TimeSpan ModelLag => time.GetElapsedTime(Volatile.Read(ref modelSeenAsOf));

    internal NpgsqlDataSource? Replica { get; }

    /// <summary>
    /// Queries the replica if it is usable; queries the primary if it is not, or if the query fails there.
    /// </summary>
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
    /// Like <c>AskAsync</c>, for rows that the replica may not have yet: a row that is not found there is looked
    /// up on the primary.
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
    /// Returns the answer or throws <see cref="TimeoutException"/>. The driver's own timeout is not enough: with a
    /// hanging server it starts again for connecting, for the query and for its cancellation.
    /// </summary>
    internal Task<T> WaitAsync<T>(NpgsqlDataSource asked, Task<T> answer) =>
        asked == Replica ? answer.WaitAsync(Patience, time) : answer;

    /// <summary>
    /// Reports a failed query. Unless the failure concerns this query only, the replica is not used until the next
    /// check, so that other requests do not wait for it.
    /// </summary>
    internal void Doubt(NpgsqlDataSource database, Exception fault)
    {
        var isBadLuck = fault is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure };
        if (database == Replica && !isBadLuck)
            freshness = ReadFreshness.Unknown;
    }

    internal void Set(ReadFreshness found) => freshness = found;

    /// <summary>Sets the times up to which replica and read model are complete; null where unknown.</summary>
    internal void Saw(long? replicaAsOf, long? modelAsOf)
    {
        if (replicaAsOf is { } replica) Volatile.Write(ref replicaSeenAsOf, replica);
        if (modelAsOf is { } model) Volatile.Write(ref modelSeenAsOf, model);
    }

    private bool IsFresh(long? asOf) => asOf is { } known && time.GetElapsedTime(known) <= maxStaleness;
}

/// <summary>The result of the last check. Timestamps are those of the process' clock.</summary>
/// <param name="ReplicaAsOf">The replica is complete up to then; null when it must not be read.</param>
/// <param name="ModelAsOf">
/// The read model, where it is read, is complete up to then; null when it must not be read.
/// </param>
internal sealed record ReadFreshness(long? ReplicaAsOf, long? ModelAsOf)
{
    public static ReadFreshness Unknown { get; } = new(null, null);
}
