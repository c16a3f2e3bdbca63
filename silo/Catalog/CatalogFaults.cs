using Npgsql;
using Ticketing.Postgres;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>What a failure of the database means to who asked the catalog.</summary>
internal static class CatalogFaults
{
    /// <summary>Throws <see cref="StoreUnavailableException"/> when the database cannot be reached.</summary>
    public static async Task<T> AskAsync<T>(string doing, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (
            exception is TimeoutException or NpgsqlException { IsTransient: true }
            || exception is NpgsqlException and not PostgresException)
        {
            throw new StoreUnavailableException($"The catalog failed when {doing}: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// From the moment on when something may be written: throws <see cref="CommitOutcomeUnknownException"/> unless the
    /// database has surely refused it.
    /// </summary>
    public static async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            if (CommitFailure.Of(exception) is CommitOutcomeUnknownException unknown)
                throw unknown;
            throw;
        }
    }
}
