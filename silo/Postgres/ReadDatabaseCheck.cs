using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Messaging;
using Ticketing.Telemetry;

namespace Ticketing.Postgres;

/// <summary>
/// Looks at the replica and at the read model once a second and tells <see cref="ReadDatabase"/>; never on the way of a
/// request. What was unusable is used again after two good looks in a row.
/// </summary>
internal sealed class ReadDatabaseCheck(
    ReadDatabase reads,
    IOptions<StoreOptions> options,
    IOptions<EventOptions> events,
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
            return; // one look that failed says little; what is known ages, and whoever asks notices
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
        reads.Set(new ReadStanding(serves ? asOf : null, modelServes ? modelAsOf : null));
    }

    /// <summary>A primary that does not answer leaves no mark: what the replica has ages.</summary>
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

    /// <summary>No standby is the primary under another address, or a server that goes its own way.</summary>
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

    private bool NeedsReports => events.Value.Transport == EventTransport.Kafka;

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
