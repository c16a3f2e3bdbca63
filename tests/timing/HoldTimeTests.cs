using System.Net;
using Dapper;
using Npgsql;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Timing;

/// <summary>The real program, killed while holds expire.</summary>
[Collection(PostgresCollection.Name)]
public sealed class HoldTimeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Holds_that_ran_out_while_nothing_was_running_are_freed_within_5_seconds_of_the_start()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var api = await ApiProcess.StartAsync(database.ConnectionString);
        using var http = Browser.Connect(api.Address);
        var scheduleId = await ContendedSale.OpenAsync(new Browser(http));
        var fan = new Browser(http);
        await fan.SignUpAsync("fan@example.com", "a long password");
        var body = new { scheduleId, seats = new[] { "S-1", "S-2" } };
        var (status, _) = await fan.SendAsync(HttpMethod.Post, "reservations", body, "key");
        Assert.Equal(HttpStatusCode.Created, status);

        await api.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(ContendedSale.HoldSeconds + 1));
        await api.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));

        Assert.Empty(await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: true));
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*)::int from seats where status <> 0"));
    }
}
