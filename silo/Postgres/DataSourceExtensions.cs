using Npgsql;
using Ticketing.Storage;

namespace Ticketing.Postgres;

internal static class DataSourceExtensions
{
    /// <summary>
    /// One query a call, for what is asked seldom. Throws <see cref="StoreUnavailableException"/> when it fails.
    /// </summary>
    public static async Task<IReadOnlyList<TRow>> ListAsync<TRow>(
        this NpgsqlDataSource dataSource, string sql, Func<NpgsqlDataReader, TRow> read, params object[] parameters)
    {
        try
        {
            await using var command = dataSource.CreateCommand(sql);
            foreach (var parameter in parameters)
                command.Parameters.Add(new NpgsqlParameter { Value = parameter });
            await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
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
