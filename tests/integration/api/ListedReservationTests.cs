using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>A reservation in a list, compared with the same one alone.</summary>
[Collection(ApiCollection.Name)]
public sealed class ListedReservationTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_list_tells_of_each_reservation_all_that_it_tells_alone()
    {
        var sale = await Sale.OpenAsync(fixture.Server, terms =>
        {
            terms["admissions"] = new JsonArray(
                new JsonObject { ["category"] = "Standing", ["capacity"] = 40, ["price"] = 10 });
            terms["renewals"] = 2;
        });
        var fan = await sale.FanWithAsync(points: 1_000);
        var paid = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1), TestPlan.Seat(1, 2));
        (await fan.PostAsync($"/reservations/{paid}/payment", null)).ShouldBe(200);
        var cancelled = await sale.ReservedAsync(fan, TestPlan.Seat(2, 1));
        (await fan.DeleteAsync($"/reservations/{cancelled}")).ShouldBe(200);
        (await fan.PostAsync(
            "/reservations", new { scheduleId = sale.ScheduleId, category = "Standing", quantity = 1 }, "standing"))
            .ShouldBe(201);
        var renewed = await sale.ReservedAsync(fan, TestPlan.Seat(3, 1), TestPlan.Seat(3, 9));
        (await fan.PostAsync($"/reservations/{renewed}/renewals", null, "one")).ShouldBe(200);

        var listed = (await fan.GetAsync("/reservations")).ShouldBe(200)["items"]!.AsArray();

        Assert.Equal(4, listed.Count);
        foreach (var item in listed)
            Assert.Equal(Text((await fan.GetAsync($"/reservations/{item!["id"]}")).ShouldBe(200)), Text(item));
        Assert.Equal(
            [(false, 1), (null, 2), (true, 0), (true, 0)],
            listed.Select(item => ((bool?)item!["together"], (int)item["renewalsLeft"]!)));
    }

    /// <summary>The database keeps microseconds of a time that a grain may still know exactly.</summary>
    private static string Text(JsonNode reservation)
    {
        var copy = reservation.DeepClone().AsObject();
        foreach (var time in (string[])["createdAt", "expiresAt"])
            copy[time] = copy[time]!.GetValue<DateTimeOffset>().ToUnixTimeMilliseconds();
        return copy.ToJsonString();
    }
}
