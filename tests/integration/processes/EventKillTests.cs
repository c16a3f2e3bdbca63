using System.Diagnostics;
using System.Net;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Processes;

/// <summary>
/// The events of 20,000 reservations, while the real program is killed, its connections break and webhooks fail.
/// </summary>
[Collection(PostgresCollection.Name)]
public class EventKillTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Fans = 200;
    private const int Schedules = 10;
    private const int SeatsOfFan = 10;
    private const int Reservations = Fans * Schedules * SeatsOfFan;
    private const int OneCancelledIn = 10;

    private static readonly TimeSpan BreakPeriod = TimeSpan.FromSeconds(1);

    private int told;

    [Fact]
    public async Task Every_group_has_the_effect_of_every_event_once_whatever_is_killed()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var receiver = await FlakyReceiver.StartAsync();
        await using var api = new ServerProcess("api.dll", Settings(database, receiver));
        await api.StartAsync();
        using var http = Browser.Connect(api.Address);
        var schedules = new List<Guid>();
        var @operator = new Browser(http);
        for (var n = 0; n < Schedules; n++)
            schedules.Add(await ContendedSale.OpenAsync(@operator, Fans * SeatsOfFan, holdSeconds: 3_600, SeatsOfFan));

        var watch = Stopwatch.StartNew();
        var sale = Task.WhenAll(Enumerable.Range(0, Fans).Select(fan => BuyAsync(new Browser(http), fan, schedules)));
        var broken = 0;
        foreach (var killAt in new[] { Reservations / 3, Reservations * 2 / 3 })
        {
            broken += await BreakConnectionsAsync(
                database, () => Volatile.Read(ref told) < killAt && !sale.IsCompleted);
            await api.KillAsync();
            output.WriteLine($"killed after {told} reservations; "
                + $"{await database.ScalarAsync<int>("select count(*)::int from outbox")} events in the outbox");
            await api.StartAsync();
        }

        broken += await BreakConnectionsAsync(database, () => !sale.IsCompleted);
        await sale;
        output.WriteLine($"{told} reservations after {watch.Elapsed.TotalSeconds:0} s");
        watch.Restart();
        await Wait.Until(async () => await database.ScalarAsync<int>("select count(*)::int from outbox") == 0);

        output.WriteLine($"outbox empty {watch.Elapsed.TotalSeconds:0} s later; {broken} connections were broken, "
            + $"{receiver.Failed} webhooks failed");
        Assert.Empty(await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: false));
        var check = new EventEffects(database, output);
        await check.AssertTablesAgreeAsync(Reservations);
        await check.AssertToldAsync("notification", receiver);
        await check.AssertToldAsync("platform", receiver, onlyCancelled: true);
    }

    private static Dictionary<string, string> Settings(PostgresDatabase database, FlakyReceiver receiver)
    {
        var secret = Convert.ToBase64String(new byte[32]);
        return new Dictionary<string, string>(ApiProcess.Environment(database.ConnectionString))
        {
            ["Ticketing__Notifications__Kind"] = "Webhook",
            ["Ticketing__Notifications__Url"] = receiver.AddressOf("notification"),
            ["Ticketing__Notifications__Secret"] = secret,
            ["Ticketing__ExternalPlatform__Url"] = receiver.AddressOf("platform"),
            ["Ticketing__ExternalPlatform__Secret"] = secret,
            // So many that no event becomes a dead letter by chance.
            ["Ticketing__Events__MaxAttempts"] = "20",
            ["Ticketing__Events__FirstRetryMilliseconds"] = "20",
            ["Logging__LogLevel__Ticketing"] = "Critical",
        };
    }

    private async Task BuyAsync(Browser fan, int number, IReadOnlyList<Guid> schedules)
    {
        await fan.SignUpAsync($"fan{number}@example.com", "a long password");
        foreach (var scheduleId in schedules)
            for (var seat = number * SeatsOfFan; seat < (number + 1) * SeatsOfFan; seat++)
            {
                var (status, made) = await fan.SendAsync(
                    HttpMethod.Post, "reservations", new { scheduleId, seats = new[] { $"S-{seat}" } },
                    $"{scheduleId}/{seat}");
                Assert.True(status is HttpStatusCode.Created or HttpStatusCode.OK, $"{status}: {made}");
                Interlocked.Increment(ref told);
                if (seat % OneCancelledIn != 0) continue;
                (status, made) = await fan.SendAsync(HttpMethod.Delete, $"reservations/{(Guid)made!["id"]!}");
                Assert.True(status == HttpStatusCode.OK, $"{status}: {made}");
            }
    }

    /// <summary>Breaks one connection every second while the condition holds. Returns how many were broken.</summary>
    private static async Task<int> BreakConnectionsAsync(PostgresDatabase database, Func<bool> goesOn)
    {
        var broken = 0;
        while (goesOn())
        {
            await Task.Delay(BreakPeriod);
            broken += await database.ScalarAsync<int>(
                """
                select count(pg_terminate_backend(pid))::int
                from (select pid from pg_stat_activity
                    where datname = current_database() and application_name like 'ticketing%'
                    order by random() limit 1) unlucky
                """);
        }

        return broken;
    }
}
