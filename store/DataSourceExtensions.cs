using Npgsql;
using Ticketing.Storage;

namespace Ticketing.Store;

internal static class DataSourceExtensions
{
    /// <summary>
    /// Precedes statements on tables that can grow by a million rows in a minute. A prepared statement would keep its
    /// plan until the table is next analyzed: a plan made at ten rows would scan the whole million each time.
    /// </summary>
    public const string PlanAnew = "select set_config('plan_cache_mode', 'force_custom_plan', true)";

    /// <summary>
    /// Precedes statements that find all their rows by key. An index search for each key is right at any size of the
    /// tables, so the plan that a prepared statement keeps stays right; a scan would be right only at ten rows.
    /// </summary>
    public const string PlanByKey =
        """
        select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
            set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
            set_config('jit', 'off', true)
        """;

    /// <summary>Runs one query, for rare reads. Throws <see cref="StoreUnavailableException"/> when it fails.</summary>
    public static Task<IReadOnlyList<TRow>> ListAsync<TRow>(
        this NpgsqlDataSource dataSource, string sql, Func<NpgsqlDataReader, TRow> read, params object[] parameters) =>
        ListAsync(dataSource.CreateBatch(), sql, read, parameters);

    /// <summary>Runs one query after <see cref="PlanAnew"/>, in the same round trip.</summary>
    public static Task<IReadOnlyList<TRow>> ListPlannedAnewAsync<TRow>(
        this NpgsqlDataSource dataSource, string sql, Func<NpgsqlDataReader, TRow> read, params object[] parameters)
    {
        var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PlanAnew));
        return ListAsync(batch, sql, read, parameters);
    }

    /// <summary>Returns the rows of the batch's last statement.</summary>
    private static async Task<IReadOnlyList<TRow>> ListAsync<TRow>(
        NpgsqlBatch batch, string sql, Func<NpgsqlDataReader, TRow> read, object[] parameters)
    {
        await using var disposed = batch;
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        batch.BatchCommands.Add(command);
        try
        {
            await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
            for (var before = 1; before < batch.BatchCommands.Count; before++)
                await reader.NextResultAsync().ConfigureAwait(false);
            var rows = new List<TRow>();
            while (await reader.ReadAsync().ConfigureAwait(false))
                rows.Add(read(reader));
            return rows;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or ObjectDisposedException)
        {
            throw new StoreUnavailableException($"A query failed: {exception.Message}", exception);
        }
    }
}

internal static class ReaderExtensions
{
    public static Guid? GuidOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetGuid(column);

    public static DateTimeOffset? MomentOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.MomentAt(column);

    public static DateTimeOffset MomentAt(this NpgsqlDataReader row, int column) =>
        row.GetFieldValue<DateTimeOffset>(column);
}
