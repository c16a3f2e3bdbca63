using Npgsql;
using Ticketing.Storage;

namespace Ticketing.Postgres;

internal static class DataSourceExtensions
{
    /// <summary>
    /// Goes before a statement on a table that a minute makes a million rows of. A prepared statement keeps its plan
    /// until the table is analyzed next: made while there were ten rows, it would read the whole million for each.
    /// </summary>
    public const string PlanAnew = "select set_config('plan_cache_mode', 'force_custom_plan', true)";

    /// <summary>
    /// Goes before statements that find all their rows by key: one search of an index each is right at any size of the
    /// tables, and so is the plan that a prepared statement keeps. A scan was right only while there were ten rows.
    /// </summary>
    public const string PlanByKey =
        """
        select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
            set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
            set_config('jit', 'off', true)
        """;

    /// <summary>
    /// One query a call, for what is asked seldom. Throws <see cref="StoreUnavailableException"/> when it fails.
    /// </summary>
    public static Task<IReadOnlyList<TRow>> ListAsync<TRow>(
        this NpgsqlDataSource dataSource, string sql, Func<NpgsqlDataReader, TRow> read, params object[] parameters) =>
        ListAsync(dataSource.CreateBatch(), sql, read, parameters);

    /// <summary>The same after <see cref="PlanAnew"/>, in the same round trip.</summary>
    public static Task<IReadOnlyList<TRow>> ListPlannedAnewAsync<TRow>(
        this NpgsqlDataSource dataSource, string sql, Func<NpgsqlDataReader, TRow> read, params object[] parameters)
    {
        var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PlanAnew));
        return ListAsync(batch, sql, read, parameters);
    }

    /// <summary>The rows of the last statement.</summary>
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
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new StoreUnavailableException($"A query failed: {exception.Message}", exception);
        }
    }
}
