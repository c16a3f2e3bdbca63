using System.IO.Compression;
using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class AvailabilityTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task What_is_left_is_told_by_category_and_zone_with_general_admission()
    {
        var sale = await Sale.OpenAsync(server, terms => terms["admissions"] = new JsonArray(
            new JsonObject { ["category"] = "Standing", ["capacity"] = 40, ["price"] = 10 }));
        var fan = await sale.FanWithAsync(1_000_000);
        await sale.ReservedAsync(fan, TestPlan.Seat(1, 2));
        await Purchase.MakeAsync(sale, fan, TestPlan.Seat(2, 3));
        (await fan.PostAsync(
            "/reservations", new { scheduleId = sale.ScheduleId, category = "Standing", quantity = 3 }, "standing"))
            .ShouldBe(201);

        await Wait.Until(async () => await LeftAsync(sale, "categories") is [
            ("Stalls", 28, 1, 1, 30), ("Balcony", 20, 0, 0, 20), ("Standing", 37, 3, 0, 40)], "all of it is counted");
        Assert.Equal([("Main", 48, 1, 1, 50)], await LeftAsync(sale, "zones"));
    }

    [Fact]
    public async Task The_answer_may_be_kept_for_a_second_and_is_not_sent_again_unchanged()
    {
        var sale = await Sale.OpenAsync(server);
        var path = $"/schedules/{sale.ScheduleId}/availability";

        var first = await server.Anonymous().GetAsync(path);
        var again = await server.Anonymous().GetAsync(path, first.Headers.ETag!.ToString());

        var kept = first.Headers.CacheControl!;
        Assert.Equal((TimeSpan.FromSeconds(1), true), (kept.MaxAge, kept.Public));
        Assert.Equal((304, ""), (again.Status, again.Text));
        await sale.ReservedAsync(await server.FanAsync(), TestPlan.Seat(1, 1));
        await Wait.Until(
            async () => (await server.Anonymous().GetAsync(path, first.Headers.ETag.ToString())).Status == 200,
            "the count is another one");
    }

    [Fact]
    public async Task The_answer_is_compressed_for_a_client_that_takes_that()
    {
        var sale = await Sale.OpenAsync(server);
        var path = $"/api/v1/schedules/{sale.ScheduleId}/availability";
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd("br");

        using var packed = await server.Http.SendAsync(request);

        Assert.Equal("br", Assert.Single(packed.Content.Headers.ContentEncoding));
        Assert.Contains("Accept-Encoding", packed.Headers.Vary);
        await using var content = new BrotliStream(
            await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.True(JsonNode.DeepEquals(
            await JsonNode.ParseAsync(content), JsonNode.Parse(await server.Http.GetStringAsync(path))));
    }

    [Fact]
    public async Task A_schedule_that_is_none_has_nothing_left() =>
        (await server.Anonymous().GetAsync($"/schedules/{Guid.NewGuid()}/availability"))
            .ShouldBeProblem(404, "not-found");

    private async Task<(string, int, int, int, int)[]> LeftAsync(Sale sale, string by)
    {
        var body = (await server.Anonymous().GetAsync($"/schedules/{sale.ScheduleId}/availability")).ShouldBe(200);
        return [.. body[by]!.AsArray().Select(one => (
            (string)one!["name"]!, (int)one["free"]!, (int)one["held"]!, (int)one["sold"]!, (int)one["capacity"]!))];
    }
}
