namespace Ticketing.Postgres;

/// <summary>How SQL keeps the newest of every facet of the read model.</summary>
internal static class FacetSql
{
    private static readonly (string Version, string[] Columns)[] Facets =
    [
        ("reservation_version",
            ["schedule_id", "user_id", "status", "seats", "amount", "created_at", "expires_at", "reason"]),
        ("payment_version", ["payment_status"]),
        ("ticket_version", ["ticket_status"]),
        ("stock_version", ["stock_status"]),
    ];

    /// <summary>
    /// Ends an insert into <c>reservation_details as d</c>: each facet is replaced by one of a higher version, and a
    /// row that would stay as it is is not written.
    /// </summary>
    public static readonly string KeepNewest =
        $"""
        on conflict (reservation_id) do update set
            {string.Join(",\n    ", Facets.SelectMany(facet => Assignments(facet.Version, facet.Columns)))}
        where {string.Join("\n    or ", Facets.Select(facet => Newer(facet.Version)))}
        """;

    private static IEnumerable<string> Assignments(string version, string[] columns) => columns
        .Select(column => $"{column} = case when {Newer(version)} then excluded.{column} else d.{column} end")
        .Append($"{version} = greatest(excluded.{version}, d.{version})");

    private static string Newer(string version) => $"excluded.{version} > d.{version}";
}
