using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class StatisticsTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task They_follow_a_sale_from_the_queue_to_the_refund()
    {
        var sale = await Sale.OpenAsync(server, terms => terms.Remove("queue"));
        var fan = await sale.FanWithAsync(1_000_000);
        var token = (await fan.PostAsync($"/schedules/{sale.ScheduleId}/queue-tokens", null))
            .ShouldBe(201)["token"]!.GetValue<string>();
        var wish = new { scheduleId = sale.ScheduleId, seats = new[] { TestPlan.Seat(1, 1), TestPlan.Seat(1, 2) } };
        var reserved = await fan.SendAsync(
            HttpMethod.Post, "/reservations", wish, ("Idempotency-Key", "two"), ("Queue-Token", token));
        var id = reserved.ShouldBe(201)["id"]!.GetValue<Guid>();
        await UntilAsync(sale, "reserved", 1);
        var paid = (await fan.PostAsync($"/reservations/{id}/payment", null)).ShouldBe(200);

        var counts = await UntilAsync(sale, "confirmed", 1);
        Assert.Equal(1, Number(counts, "fansQueued"));
        Assert.Equal(1, Number(counts, "fansAdmitted"));
        Assert.Equal(2, Number(counts, "seatsSold"));
        Assert.Equal(Number(paid, "amount"), Number(counts, "revenue"));

        (await fan.DeleteAsync($"/reservations/{id}")).ShouldBe(200);
        counts = await UntilAsync(sale, "cancelled", 1);
        Assert.Equal(0, Number(counts, "seatsSold"));
        Assert.Equal(0, Number(counts, "revenue"));
        Assert.Equal(1, Number(counts, "reserved"));
    }

    [Fact]
    public async Task A_sale_in_which_nothing_has_happened_has_zeros_and_no_sale_has_none()
    {
        var sale = await Sale.OpenAsync(server);

        var counts = (await sale.Operator.GetAsync($"/operator/schedules/{sale.ScheduleId}/statistics")).ShouldBe(200);
        Assert.Equal(0, Number(counts, "reserved"));
        Assert.Null(counts["lastEventAt"]);
        (await sale.Operator.GetAsync($"/operator/schedules/{Guid.NewGuid()}/statistics"))
            .ShouldBeProblem(404, "not-found");
    }

    private static long Number(JsonNode counts, string name) => counts[name]!.GetValue<long>();

    /// <summary>Polls, because events arrive a moment after they happened.</summary>
    private static async Task<JsonNode> UntilAsync(Sale sale, string name, long value) =>
        (await Wait.For(
            () => sale.Operator.GetAsync($"/operator/schedules/{sale.ScheduleId}/statistics"),
            answer => Number(answer.ShouldBe(200), name) == value,
            $"{name} is {value}")).Json;
}
