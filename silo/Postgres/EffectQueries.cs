using Npgsql;
using Ticketing.PostProcessing;
using Ticketing.Storage;

namespace Ticketing.Postgres;

/// <summary>What those who take events ask.</summary>
internal sealed class EffectQueries(NpgsqlDataSource dataSource)
{
    public async Task<StatisticsRow?> StatisticsAsync(Guid scheduleId)
    {
        const string sql = """
            select fans_queued, fans_admitted, reserved, confirmed, expired, cancelled, seats_sold, revenue,
                last_event_at, version
            from schedule_statistics where schedule_id = $1
            """;
        var found = await dataSource.ListAsync(sql, Read, scheduleId).ConfigureAwait(false);
        return found.SingleOrDefault();

        StatisticsRow Read(NpgsqlDataReader row) => new(
            new ScheduleStatistics(
                scheduleId, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4),
                row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.IsDBNull(8) ? null : row.MomentAt(8)),
            row.GetInt64(9));
    }

    public async Task<IReadOnlySet<Guid>> ConsumedAsync(string group, IReadOnlyList<Guid> eventIds)
    {
        // One search an event; see QueueQueries.
        var found = await dataSource.ListPlannedAnewAsync(
            """
            select c.event_id from unnest($2) k(id) cross join lateral (
                select event_id from consumed where group_name = $1 and event_id = k.id limit 1) c
            """,
            row => row.GetGuid(0),
            group,
            eventIds.ToArray()).ConfigureAwait(false);
        return found.ToHashSet();
    }
}
