using Npgsql;
using Ticketing.PostProcessing;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>Queries of the event consumers.</summary>
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
        // One index search per event; see <see cref="QueueQueries"/>.
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

/// <summary>SQL that keeps the newest version of every facet of the read model.</summary>
internal static class FacetSql
{
    private static readonly (string Version, string[] Columns)[] Facets =
    [
        ("reservation_version",
            ["schedule_id", "user_id", "status", "seats", "amount", "created_at", "expires_at", "reason"]),
        ("payment_version", ["payment_status", "charged"]),
        ("ticket_version", ["ticket_status"]),
        ("stock_version", ["stock_status"]),
    ];

    /// <summary>
    /// The end of an insert into <c>reservation_details as t</c>: each facet is replaced by one with a higher version.
    /// A row that would not change is not written.
    /// </summary>
    public static readonly string KeepNewest =
        $"""
        on conflict (reservation_id) do update set
            {string.Join(",\n    ", Facets.SelectMany(facet => Assignments(facet.Version, facet.Columns)))}
        where {string.Join("\n    or ", Facets.Select(facet => Newer(facet.Version)))}
        """;

    private static IEnumerable<string> Assignments(string version, string[] columns) => columns
        .Select(column => $"{column} = case when {Newer(version)} then excluded.{column} else t.{column} end")
        .Append($"{version} = greatest(excluded.{version}, t.{version})");

    private static string Newer(string version) => $"excluded.{version} > t.{version}";
}
