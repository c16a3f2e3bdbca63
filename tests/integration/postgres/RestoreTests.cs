using System.Globalization;
using Npgsql;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>deploy/postgres/backup, on an instance of its own.</summary>
public sealed class RestoreTests
{
    [Fact]
    public async Task A_moment_between_a_sale_and_an_accident_can_be_restored()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var kept = BackupFolder.Of(server.ConnectionString);
        await PostgresDatabase.MigrateAsync(server.ConnectionString);
        await using var database = new PostgresDatabase(server.ConnectionString, _ => Task.CompletedTask);
        await kept.KeepLogAsync();
        await kept.RunAsync("base");
        await Task.Delay(1_100); // base backups are named by the second
        await AuditedSale.WriteAsync(database);
        var moment = await database.ScalarAsync<DateTime>("select clock_timestamp()");
        await database.ExecuteAsync("delete from ledger");
        await kept.WaitForLogAsync(database);

        await using var restored = await PostgresServer.StartOnAsync(data => kept.RunAsync(
            "restore", data, moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff+00", CultureInfo.InvariantCulture)), server);

        await using var again = new PostgresDatabase(restored.ConnectionString, _ => Task.CompletedTask);
        await Wait.Until(() => again.ScalarAsync<bool>("select not pg_is_in_recovery()"));
        Assert.Equal(2, await again.ScalarAsync<long>("select count(*) from ledger"));
        await using var dataSource = NpgsqlDataSource.Create(restored.ConnectionString);
        Assert.All(await new Auditor(dataSource).RunAsync(), finding => Assert.Equal(0, finding.Violations));
    }
}
