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
        var held = new Held(StoreDataSource.CreateFor("setup", store.Value, setup =>
        {
            setup.Pooling = false;
            setup.CommandTimeout = 0;
        }));
        try
        {
            await held.Session.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand($"select pg_advisory_lock({LockKey})", held.Session);
            await command.ExecuteNonQueryAsync(cancellation);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private sealed class Held(NpgsqlDataSource source) : IAsyncDisposable
    {
        public NpgsqlConnection Session { get; } = source.CreateConnection();

        public async ValueTask DisposeAsync()
        {
            await Session.DisposeAsync();
            await source.DisposeAsync();
        }
    }
}
