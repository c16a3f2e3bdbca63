using System.Net;
using Dapper;
using Npgsql;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Processes;

/// <summary>The real program over HTTP, killed in the middle of a sale.</summary>
[Collection(PostgresCollection.Name)]
public class KillTests(PostgresFixture postgres, ITestOutputHelper output)
{
    public const int SeatCount = 50;
    private const int FanCount = 200;
    private const int HoldSeconds = 5;
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task No_seat_is_lost_or_doubled_when_the_server_is_killed_in_the_middle_of_a_sale()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var api = await ApiProcess.StartAsync(database.ConnectionString);
        using var http = Browser.Connect(api.Address);
        var scheduleId = await PutOnSaleAsync(new Browser(http));
        var fans = Enumerable.Range(0, FanCount)
            .Select(number => new ContendingFan(new Browser(http), scheduleId, number))
            .ToArray();
        await Task.WhenAll(fans.Select(fan => fan.PrepareAsync()));

        using var end = new CancellationTokenSource();
        var sale = Task.WhenAll(fans.Select(fan => fan.ContendAsync(end.Token)));
        await Task.Delay(Half);
        await api.KillAsync();
        Assert.Empty(await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: false));
        await api.StartAsync();
        await Task.Delay(Half);
        await end.CancelAsync();
        await sale;

        output.WriteLine($"{fans.Sum(fan => fan.Held.Count)} told yes, {fans.Sum(fan => fan.Refused)} told no, "
            + $"{fans.Sum(fan => fan.Confirmed.Count)} confirmed at the end");
        Assert.Empty(await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: false));
        await AssertKeptAsync(database.ConnectionString, fans);

        await Task.Delay(TimeSpan.FromSeconds(HoldSeconds + 5));
        Assert.Empty(await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: true));
        await AssertKeptAsync(database.ConnectionString, fans);
    }

    [Fact]
    public async Task Holds_that_ran_out_while_nothing_was_running_are_freed_within_5_seconds_of_the_start()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var api = await ApiProcess.StartAsync(database.ConnectionString);
        using var http = Browser.Connect(api.Address);
        var scheduleId = await PutOnSaleAsync(new Browser(http));
        var fan = new Browser(http);
        await fan.SignUpAsync("fan@example.com", "a long password");
        var body = new { scheduleId, seats = new[] { "S-1", "S-2" } };
        var (status, _) = await fan.SendAsync(HttpMethod.Post, "reservations", body, "key");
        Assert.Equal(HttpStatusCode.Created, status);

        await api.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(HoldSeconds + 1));
        await api.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));

        Assert.Empty(await SqlChecks.ViolationsAsync(database.ConnectionString, atRest: true));
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*)::int from seats where status <> 0"));
    }

    private static async Task<Guid> PutOnSaleAsync(Browser @operator)
    {
        await @operator.SignInAsync(ApiProcess.OperatorEmail, ApiProcess.OperatorPassword);
        var (_, concert) = await @operator.SendAsync(
            HttpMethod.Post, "operator/concerts", new { title = "Killed", venue = "Here", description = "" });
        var seats = Enumerable.Range(0, SeatCount).Select(seat => new
        {
            seat_guid = $"S-{seat}",
            seat_number = $"{seat}",
            category = "A",
            position = new { x = (seat % 10) * 20, y = 0 },
        });
        var rows = seats.Chunk(10).Select((row, index) => new
        {
            row_number = $"{index}",
            position = new { x = 0, y = index * 20 },
            seats = row,
        });
        var (status, schedule) = await @operator.SendAsync(
            HttpMethod.Post,
            $"operator/concerts/{(Guid)concert!["id"]!}/schedules",
            new
            {
                startsAt = DateTimeOffset.UtcNow.AddDays(1),
                opensAt = DateTimeOffset.UtcNow.AddDays(-1),
                holdSeconds = HoldSeconds,
                seatsPerFan = 4,
                prices = new Dictionary<string, long> { ["A"] = 100 },
                plan = new
                {
                    name = "Room",
                    categories = new[] { new { name = "A" } },
                    zones = new[] { new { name = "Z", position = new { x = 0, y = 0 }, rows } },
                    size = new { width = 200, height = 100 },
                },
            });
        Assert.True(status == HttpStatusCode.Created, $"{status}: {schedule}");
        return (Guid)schedule!["id"]!;
    }

    /// <summary>
    /// Every yes is still true: the reservation is there with these seats, and what was confirmed is sold.
    /// </summary>
    private static async Task AssertKeptAsync(string connectionString, ContendingFan[] fans)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        var rows = (await connection.QueryAsync<(Guid Id, short Status, string[] Seats)>(
            """
            select r.id, r.status, array_agg(rs.seat_id order by rs.seat_id) as seats
            from reservations r join reservation_seats rs on rs.reservation_id = r.id group by r.id
            """)).ToDictionary(row => row.Id);
        foreach (var (id, seats) in fans.SelectMany(fan => fan.Held))
            Assert.Equal(seats.Order(StringComparer.Ordinal), rows[id].Seats.Order(StringComparer.Ordinal));
        foreach (var id in fans.SelectMany(fan => fan.Confirmed))
            Assert.Equal(2, rows[id].Status);
    }
}
