using System.Net;
using System.Text.Json;
using Dapper;
using Npgsql;

namespace Ticketing.Tests.Processes;

/// <summary>A small room that many fans want, and the promises of its sale.</summary>
internal static class ContendedSale
{
    public const int SeatCount = 50;
    public const int HoldSeconds = 5;

    public static async Task<Guid> OpenAsync(
        Browser @operator, int seatCount = SeatCount, int holdSeconds = HoldSeconds, int seatsPerFan = 4)
    {
        await @operator.SignInAsync(ApiProcess.OperatorEmail, ApiProcess.OperatorPassword);
        var (_, concert) = await @operator.SendAsync(
            HttpMethod.Post, "operator/concerts", new { title = "Killed", venue = "Here", description = "" });
        var seats = Enumerable.Range(0, seatCount).Select(seat => new
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
        var terms = JsonSerializer.SerializeToNode(new
        {
            startsAt = DateTimeOffset.UtcNow.AddDays(1),
            doorsAt = DateTimeOffset.UtcNow.AddDays(-1),
            opensAt = DateTimeOffset.UtcNow.AddDays(-1),
            holdSeconds,
            seatsPerFan,
            timeZone = "Asia/Seoul",
            currency = "KRW",
            prices = new Dictionary<string, long> { ["A"] = 100 },
            queue = new { enabled = false },
            plan = new
            {
                name = "Room",
                categories = new[] { new { name = "A" } },
                zones = new[] { new { name = "Z", position = new { x = 0, y = 0 }, rows } },
                size = new { width = 200, height = 100 },
            },
        })!.AsObject();
        var path = $"operator/concerts/{(Guid)concert!["id"]!}/schedules";
        var (status, schedule) = await @operator.SendAsync(HttpMethod.Post, path, terms);
        if (status == HttpStatusCode.BadRequest && terms.Remove("timeZone") && terms.Remove("currency"))
        {
            // A rolling upgrade begins with a release that does not know these members.
            (status, schedule) = await @operator.SendAsync(HttpMethod.Post, path, terms);
        }

        Assert.True(status == HttpStatusCode.Created, $"{status}: {schedule}");
        return (Guid)schedule!["id"]!;
    }

    /// <summary>
    /// Every confirmation still holds: the reservation exists with these seats, and confirmed seats are sold.
    /// </summary>
    public static async Task AssertKeptAsync(string connectionString, ContendingFan[] fans)
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
