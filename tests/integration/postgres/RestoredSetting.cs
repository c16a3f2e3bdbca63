using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>Makes a database refuse writes, as a replica does, until it is disposed of.</summary>
internal sealed class RestoredSetting(PostgresDatabase database) : IAsyncDisposable
{
    private const string Setting = "default_transaction_read_only";

    public Task MakeReadOnlyAsync() => AlterAsync("on");

    public async ValueTask DisposeAsync() => await AlterAsync("off");

    // The session that alters is read-only itself by then, hence the transaction of its own kind.
    private Task AlterAsync(string value) => database.ExecuteAsync(
        $"""
        do $$ begin
            set local transaction_read_only = off;
            execute format('alter database %I set {Setting} = {value}', current_database());
        end $$
        """);
}
