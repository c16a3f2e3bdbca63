using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>Makes a database refuse writes, as a replica does, until this is disposed of.</summary>
internal sealed class RestoredSetting(PostgresDatabase database) : IAsyncDisposable
{
    private const string Setting = "default_transaction_read_only";

    public Task MakeReadOnlyAsync() => AlterAsync("on");

    public async ValueTask DisposeAsync() => await AlterAsync("off");

    // The session itself is read-only by then, so the change needs a read-write transaction.
    private Task AlterAsync(string value) => database.ExecuteAsync(
        $"""
        do $$ begin
            set local transaction_read_only = off;
            execute format('alter database %I set {Setting} = {value}', current_database());
        end $$
        """);
}
