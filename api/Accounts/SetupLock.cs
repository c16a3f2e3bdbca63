using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Postgres;

namespace Ticketing.Api;

/// <summary>Lets one process of an installation at a time look for something and make it when it is missing.</summary>
internal sealed class SetupLock(IOptions<StoreOptions> store)
{
    private const long LockKey = 0x7469_636B_6574_7374; // "ticketst"

    /// <summary>Held until what is returned is disposed of, or the process dies.</summary>
    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellation)
    {
        // Outside of the pool: the lock belongs to the session and ends with it.
        var settings = new NpgsqlConnectionStringBuilder(StoreDataSource.ConnectionStringOf(store.Value, "setup"))
        {
            Pooling = false,
            CommandTimeout = 0,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand($"select pg_advisory_lock({LockKey})", connection);
            await command.ExecuteNonQueryAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
