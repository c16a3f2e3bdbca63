using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>A concert with one schedule on sale, made for a test.</summary>
public sealed record Sale(ApiServer Server, ApiClient Operator, Guid ConcertId, Guid ScheduleId)
{
    public static async Task<Sale> OpenAsync(ApiServer server, Action<JsonObject>? change = null)
    {
        var boss = await server.OperatorAsync();
        var named = new { title = "Night", venue = "Hall" };
        var concert = (await boss.PostAsync("/operator/concerts", named)).ShouldBe(201);
        var concertId = concert["id"]!.GetValue<Guid>();
        var schedule = Terms();
        change?.Invoke(schedule);
        var made = (await boss.PostAsync($"/operator/concerts/{concertId}/schedules", schedule)).ShouldBe(201);
        return new Sale(server, boss, concertId, made["id"]!.GetValue<Guid>());
    }

    public static JsonObject Terms() => new()
    {
        ["startsAt"] = DateTimeOffset.UtcNow.AddDays(30),
        ["doorsAt"] = DateTimeOffset.UtcNow.AddDays(-1),
        ["opensAt"] = DateTimeOffset.UtcNow.AddDays(-1),
        ["holdSeconds"] = 300,
        ["seatsPerFan"] = 8,
        ["timeZone"] = "Asia/Seoul",
        ["currency"] = "KRW",
        ["prices"] = new JsonObject
        {
            [TestPlan.Stalls] = TestPlan.StallsPrice,
            [TestPlan.Balcony] = TestPlan.BalconyPrice,
        },
        ["plan"] = TestPlan.Create(),
        ["queue"] = new JsonObject { ["enabled"] = false },
    };

    public async Task<ApiClient> FanWithAsync(long points)
    {
        var fan = await Server.FanAsync();
        if (points > 0)
            (await fan.PostAsync("/balance/charges", new { amount = points }, "first-charge")).ShouldBe(200);
        return fan;
    }

    public Task<ApiAnswer> ReserveAsync(ApiClient fan, string key, params string[] seats) =>
        fan.PostAsync("/reservations", new { scheduleId = ScheduleId, seats }, key);

    public async Task<Guid> ReservedAsync(ApiClient fan, params string[] seats) =>
        (await ReserveAsync(fan, Guid.NewGuid().ToString(), seats)).ShouldBe(201)["id"]!.GetValue<Guid>();
}
