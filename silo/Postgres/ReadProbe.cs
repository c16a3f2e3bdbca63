using Npgsql;
using NpgsqlTypes;

namespace Ticketing.Postgres;

/// <summary>What a database says of itself, all of the same moment.</summary>
/// <param name="StartedAt">Tells one server from another.</param>
/// <param name="Replayed">How far a standby is in the primary's log; null when it is none.</param>
/// <param name="OldestEventAt">
/// When the oldest event happened that is still in the outbox; null when it is empty.
/// </param>
/// <param name="ReportedAsOf">
/// As of when the model has everything, by the reports of those who feed it from a broker; null without a fresh report.
/// </param>
/// <param name="IsRebuilding">Whether the read model is not whole.</param>
internal sealed record ReadProbe(
    DateTime StartedAt,
    NpgsqlLogSequenceNumber? Replayed,
    DateTimeOffset? OldestEventAt,
    DateTimeOffset? ReportedAsOf,
    bool IsRebuilding)
{
    // Of each shard the event with the lowest id: about the oldest, without walking over a long outbox.
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
        await using var command = database.CreateCommand(Sql);
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await row.ReadAsync(cancellation).ConfigureAwait(false);
        return new ReadProbe(
            row.GetDateTime(0),
            row.IsDBNull(1) ? null : row.GetFieldValue<NpgsqlLogSequenceNumber>(1),
            row.IsDBNull(2) ? null : row.MomentAt(2),
            row.IsDBNull(3) ? null : row.MomentAt(3),
            row.GetBoolean(4));
    }

    /// <summary>Where the primary's log is, and which server that is.</summary>
    public static async Task<(NpgsqlLogSequenceNumber Position, DateTime StartedAt)> PrimaryAsync(
        NpgsqlDataSource primary, CancellationToken cancellation)
    {
        await using var command = primary.CreateCommand("select pg_current_wal_lsn(), pg_postmaster_start_time()");
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await row.ReadAsync(cancellation).ConfigureAwait(false);
        return (row.GetFieldValue<NpgsqlLogSequenceNumber>(0), row.GetDateTime(1));
    }
}
