using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Ticketing.Store;

/// <summary>Set by the code that knows how events reach the read model.</summary>
public sealed class ReadModelOptions
{
    /// <summary>
    /// True when events pass a broker: then the outbox does not show how old the read model is, and its consumers
    /// report that (<see cref="ReadModelLag"/>).
    /// </summary>
    public bool NeedsReports { get; set; }
}

/// <summary>
/// Checks the replica and the read model once a second, in the background, and updates <see cref="ReadDatabase"/>.
/// After a failed check, they are used again only after two successful checks in a row.
/// </summary>
internal sealed class ReadDatabaseCheck(
    ReadDatabase reads,
    IOptions<StoreOptions> options,
    IOptions<ReadModelOptions> readModel,
    TimeProvider time,
    ILogger<ReadDatabase> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TimeSpan maxStaleness = TimeSpan.FromSeconds(options.Value.MaxStalenessSeconds);
    private readonly ReplayedMarks marks = new(time, TimeSpan.FromSeconds(options.Value.MaxStalenessSeconds + 1));
    private readonly SteadyState replica = new(assumed: null);
    private readonly SteadyState model = new(assumed: true);
    private DateTime primaryStartedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            await CheckAsync(stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task CheckAsync(CancellationToken stopping)
    {
        var at = time.GetTimestamp();
        if (reads.Replica is not null)
            await MarkAsync(at, stopping).ConfigureAwait(false);
        var (probe, complaint) = await ProbeAsync(stopping).ConfigureAwait(false);
        if (stopping.IsCancellationRequested || (probe is null && reads.Model is not null))
            return; // one failed check proves little; the last result ages, and reads notice
        var asOf = probe is null ? null : reads.Replica is null ? at : ReplicaAsOf(probe);
        complaint ??= ComplaintOf(asOf, "is too far behind");
        var serves = replica.Look(complaint);
        if (reads.Replica is not null && replica.HasChanged)
            Tell(serves, () => StoreLog.ReplicaServes(logger), () => StoreLog.ReplicaRests(logger, complaint!));

        var modelAsOf = asOf is null ? null : ModelAsOf(probe!, at, asOf.Value);
        reads.Saw(asOf, modelAsOf);
        var modelComplaint = complaint is not null && reads.Replica is not null
            ? "is on that replica"
            : complaint ?? ModelComplaint(probe!, modelAsOf);
        var modelServes = model.Look(modelComplaint);
        if (model.HasChanged)
            Tell(modelServes, () => StoreLog.ModelServes(logger), () => StoreLog.ModelRests(logger, modelComplaint!));
        reads.Set(new ReadFreshness(serves ? asOf : null, modelServes ? modelAsOf : null));
    }

    /// <summary>If the primary does not answer no mark is added, so the replica's known state ages.</summary>
    private async Task MarkAsync(long at, CancellationToken stopping)
    {
        var (found, _) = await AskAsync<(NpgsqlLogSequenceNumber Position, DateTime StartedAt)?>(
            async cancellation => await ReadProbe.PrimaryAsync(reads.Primary, cancellation).ConfigureAwait(false),
            stopping).ConfigureAwait(false);
        if (found is not { } primary)
            return;
        primaryStartedAt = primary.StartedAt;
        marks.Add(primary.Position, at);
    }

    private Task<(ReadProbe? Found, string? Complaint)> ProbeAsync(CancellationToken stopping) => AskAsync<ReadProbe?>(
        async cancellation =>
            await ReadProbe.OfAsync(reads.Replica ?? reads.Primary, cancellation).ConfigureAwait(false),
        stopping);

    /// <summary>
    /// A server that is not a standby is either the primary under another address or an unrelated server.
    /// </summary>
    private long? ReplicaAsOf(ReadProbe probe) => probe.Replayed is { } replayed
        ? marks.AsOf(replayed)
        : probe.StartedAt == primaryStartedAt ? marks.AsOf((NpgsqlLogSequenceNumber)ulong.MaxValue) : null;

    private long? ModelAsOf(ReadProbe probe, long at, long databaseAsOf)
    {
        if (probe.IsRebuilding || (NeedsReports && probe.ReportedAsOf is null))
            return null;
        var now = time.GetUtcNow();
        var behind = Max(now - probe.OldestEventAt, NeedsReports ? now - probe.ReportedAsOf : null);
        return Math.Min(databaseAsOf, at - (long)(behind.TotalSeconds * time.TimestampFrequency));
    }

    private string? ModelComplaint(ReadProbe probe, long? asOf) =>
        probe.IsRebuilding ? "is being rebuilt"
        : NeedsReports && probe.ReportedAsOf is null ? "has no consumer that reports"
        : ComplaintOf(asOf, "is too far behind");

    private bool NeedsReports => readModel.Value.NeedsReports;

    private string? ComplaintOf(long? asOf, string complaint) =>
        asOf is { } known && time.GetElapsedTime(known) <= maxStaleness ? null : complaint;

    private static TimeSpan Max(TimeSpan? one, TimeSpan? other) =>
        TimeSpan.FromTicks(Math.Max(0, Math.Max(one?.Ticks ?? 0, other?.Ticks ?? 0)));

    private static void Tell(bool serves, Action good, Action bad) => (serves ? good : bad)();

    private async Task<(T? Found, string? Complaint)> AskAsync<T>(
        Func<CancellationToken, Task<T>> ask, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, patience.Token);
        try
        {
            return (await ask(either.Token).ConfigureAwait(false), null);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return (default, $"does not answer ({fault.Message.ReplaceLineEndings(" ")})");
        }
    }
}

/// <summary>Good after two good checks in a row, bad after one bad check.</summary>
/// <param name="assumed">The initial state; null when the first result always counts as a change.</param>
internal sealed class SteadyState(bool? assumed)
{
    private const int LooksToTrust = 2;

    private int goodLooks;
    private bool? told = assumed;

    /// <summary>Whether the last check changed the state.</summary>
    public bool HasChanged { get; private set; }

    /// <returns>Whether it is good.</returns>
    public bool Look(string? complaint)
    {
        goodLooks = complaint is null ? goodLooks + 1 : 0;
        var isGood = goodLooks >= LooksToTrust;
        var isDecided = isGood || complaint is not null;
        HasChanged = isDecided && told != isGood;
        if (HasChanged)
            told = isGood;
        return isGood;
    }
}

/// <summary>
/// Positions of the primary's log with their times. The position that the replica has replayed shows up to when it is
/// complete. That is exact, also while nothing is written, while replay is paused, and when the replica has lost the
/// primary without noticing.
/// </summary>
internal sealed class ReplayedMarks(TimeProvider time, TimeSpan kept)
{
    private readonly Queue<(NpgsqlLogSequenceNumber Position, long At)> marks = new();

    /// <param name="position">A position of the primary's log at some time after <paramref name="at"/>.</param>
    /// <param name="at">A timestamp of the clock.</param>
    public void Add(NpgsqlLogSequenceNumber position, long at)
    {
        marks.Enqueue((position, at));
        while (time.GetElapsedTime(marks.Peek().At) > kept)
            marks.Dequeue();
    }

    /// <summary>
    /// The time up to which the replica is complete; null when it is further behind than the oldest mark.
    /// </summary>
    public long? AsOf(NpgsqlLogSequenceNumber replayed)
    {
        long? asOf = null;
        foreach (var (position, at) in marks)
            if (position <= replayed)
                asOf = at;
        return asOf;
    }
}

/// <summary>The state of a database, all values of the same moment.</summary>
/// <param name="StartedAt">Distinguishes servers.</param>
/// <param name="Replayed">
/// The position of the primary's log that a standby has replayed; null when it is not a standby.
/// </param>
/// <param name="OldestEventAt">When the oldest event in the outbox happened; null when the outbox is empty.</param>
/// <param name="ReportedAsOf">
/// The time up to which the model is complete, by the reports of consumers that feed it from a broker; null without a
/// fresh report.
/// </param>
/// <param name="IsRebuilding">Whether the read model is being rebuilt, so that it is incomplete.</param>
internal sealed record ReadProbe(
    DateTime StartedAt,
    NpgsqlLogSequenceNumber? Replayed,
    DateTimeOffset? OldestEventAt,
    DateTimeOffset? ReportedAsOf,
    bool IsRebuilding)
{
    // The event with the lowest id of each shard: approximately the oldest, without a scan of a long outbox.
    private static readonly string Sql = $"""
        select pg_postmaster_start_time(), case when pg_is_in_recovery() then pg_last_wal_replay_lsn() end,
            (select min(e.occurred_at) from generate_series(0, {OutboxShard.Count - 1}) s(shard) cross join lateral (
                select occurred_at from outbox
                where shard = s.shard and (only_group is null or only_group = 'read-model')
                order by id limit 1) e),
            (select min(coalesce(oldest_at, reported_at)) from read_model_reports
             where reported_at > now() - interval '{ReadModelReports.ForgottenAfterSeconds} seconds'),
            exists (select from read_model_rebuild)
        """;

    public static async Task<ReadProbe> OfAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DataSourceExtensions.PlanAnew));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Sql));
        await using var row = await batch.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        await row.ReadAsync(cancellation).ConfigureAwait(false);
        return new ReadProbe(
            row.GetDateTime(0),
            row.IsDBNull(1) ? null : row.GetFieldValue<NpgsqlLogSequenceNumber>(1),
            row.IsDBNull(2) ? null : row.MomentAt(2),
            row.IsDBNull(3) ? null : row.MomentAt(3),
            row.GetBoolean(4));
    }

    /// <summary>The primary's current log position, and when that server started.</summary>
    public static async Task<(NpgsqlLogSequenceNumber Position, DateTime StartedAt)> PrimaryAsync(
        NpgsqlDataSource primary, CancellationToken cancellation)
    {
        await using var command = primary.CreateCommand("select pg_current_wal_lsn(), pg_postmaster_start_time()");
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await row.ReadAsync(cancellation).ConfigureAwait(false);
        return (row.GetFieldValue<NpgsqlLogSequenceNumber>(0), row.GetDateTime(1));
    }
}
