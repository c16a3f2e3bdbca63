using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class QueueSupplyTests(ApiFixture fixture)
{
    [Fact]
    public async Task Who_thinks_of_joining_sees_whether_there_is_anything_left_to_buy()
    {
        var sale = await Sale.OpenAsync(fixture.Server, terms => terms.Remove("queue"));
        var blocked = $"/operator/schedules/{sale.ScheduleId}/blocked-seats";
        var seats = Enumerable.Range(0, 50).Select(at => TestPlan.Seat(1 + (at / 10), 1 + (at % 10))).ToArray();

        Assert.False((await QueueAsync(sale))["soldOut"]!.GetValue<bool>());
        (await sale.Operator.PostAsync(blocked, new { seats })).ShouldBe(200);
        await Wait.Until(async () => (await QueueAsync(sale))["soldOut"]!.GetValue<bool>());
    }

    private static async Task<JsonNode> QueueAsync(Sale sale) =>
        (await sale.Server.Anonymous().GetAsync($"/schedules/{sale.ScheduleId}/queue")).ShouldBe(200);
}
