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
    public async Task The_revenue_is_what_was_paid_and_the_reservation_says_what_was_paid_and_refunded()
    {
        var sale = await Sale.OpenAsync(server, terms => terms["prices"]![TestPlan.Stalls] = 1_000);
        var coupon = $"HALF-{Guid.NewGuid():N}";
        var terms = CouponTests.Terms(terms => (terms["kind"], terms["value"]) = ("Percent", 50));
        (await sale.Operator.PutAsync($"/operator/coupons/{coupon}", terms)).ShouldBe(200);
        var fan = await sale.FanWithAsync(points: 1_000);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1), TestPlan.Seat(1, 2));
        Assert.Equal((2_000, 0, 0, 0), await MoneyAsync());

        (await fan.PostAsync($"/reservations/{id}/payment", new { couponCode = coupon })).ShouldBe(200);

        Assert.Equal((2_000, 1_000, 1_000, 0), await MoneyAsync());
        var listed = (await fan.GetAsync("/reservations")).ShouldBe(200)["items"]!.AsArray().Single()!;
        Assert.Equal((2_000, 1_000, 1_000, 0), Money(listed));
        Assert.Equal(1_000, Number(await UntilAsync(sale, "confirmed", 1), "revenue"));
        var sales = (await sale.Operator.GetAsync($"/operator/schedules/{sale.ScheduleId}/sales")).ShouldBe(200);
        Assert.Equal((2_000, 1_000), (Number(sales, "faceValue"), Number(sales, "revenue")));

        (await fan.DeleteAsync($"/reservations/{id}")).ShouldBe(200);

        Assert.Equal((2_000, 1_000, 1_000, 1_000), await MoneyAsync());
        Assert.Equal(0, Number(await UntilAsync(sale, "cancelled", 1), "revenue"));

        async Task<(long, long, long, long)> MoneyAsync() =>
            Money((await fan.GetAsync($"/reservations/{id}")).ShouldBe(200));
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

    private static (long Amount, long Discount, long Paid, long Refunded) Money(JsonNode reservation) => (
        Number(reservation, "amount"), Number(reservation, "discount"), Number(reservation, "paid"),
        Number(reservation, "refunded"));

    private static long Number(JsonNode counts, string name) => counts[name]!.GetValue<long>();

    /// <summary>Polls, because events arrive a moment after they happened.</summary>
    private static async Task<JsonNode> UntilAsync(Sale sale, string name, long value) =>
        (await Wait.For(
            () => sale.Operator.GetAsync($"/operator/schedules/{sale.ScheduleId}/statistics"),
            answer => Number(answer.ShouldBe(200), name) == value,
            $"{name} is {value}")).Json;
}
