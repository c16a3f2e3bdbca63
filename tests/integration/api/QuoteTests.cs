using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>A quote names the amount that the payment then takes.</summary>
[Collection(ApiCollection.Name)]
public sealed class QuoteTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_quote_says_line_by_line_what_the_payment_then_takes()
    {
        const int Seed = 15;
        var random = new Random(Seed);
        for (var round = 0; round < 12; round++)
        {
            var sale = await Sale.OpenAsync(fixture.Server, terms =>
            {
                terms["prices"]![TestPlan.Stalls] = random.Next(1, 1_000);
                terms["prices"]![TestPlan.Balcony] = random.Next(1, 100_000);
            });
            var fan = await sale.FanWithAsync(points: 1_000_000);
            var isPercent = random.Next(2) == 0;
            var coupon = await MakeCouponAsync(sale, terms =>
            {
                terms["kind"] = isPercent ? "Percent" : "Fixed";
                terms["value"] = random.Next(isPercent ? 50 : 1, isPercent ? 101 : 2_000);
            });
            var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1), TestPlan.Seat(1, 2), TestPlan.Seat(5, 1));
            var body = new { couponCode = coupon };

            var quote = (await fan.PostAsync($"/reservations/{id}/quote", body)).ShouldBe(200);
            var paid = (await fan.PostAsync($"/reservations/{id}/payment", body)).ShouldBe(200);

            var lines = quote["lines"]!.AsArray();
            Assert.Equal(Points(quote, "total"), lines.Sum(line => Points(line!, "price")));
            Assert.Equal(Points(quote, "discount"), lines.Sum(line => Points(line!, "discount")));
            Assert.Equal(
                (Points(paid, "amount"), Points(paid, "discount")),
                (Points(quote, "total"), Points(quote, "discount")));
            Assert.Equal(1_000_000, Points(quote, "balance"));
            Assert.Equal(1_000_000 - Points(quote, "toPay"), await BalanceAsync(fan));
            Assert.Equal(Points(quote, "toPay"), Points(paid["reservation"]!, "paid"));
            Assert.Equal(0, Points(quote, "missing"));
            var after = (await fan.PostAsync($"/reservations/{id}/quote", null)).ShouldBe(200);
            Assert.Equal((0, Points(quote, "discount")), (Points(after, "toPay"), Points(after, "discount")));
        }
    }

    [Fact]
    public async Task A_quote_names_the_seats_and_what_is_missing_and_changes_nothing()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 100);
        var coupon = await MakeCouponAsync(sale, terms => terms["usesPerFan"] = 1);
        var held = (await sale.ReserveAsync(fan, "held", TestPlan.Seat(1, 1))).ShouldBe(201);
        var path = $"/reservations/{held["id"]}";

        for (var time = 0; time < 2; time++)
        {
            var quote = (await fan.PostAsync($"{path}/quote", new { couponCode = coupon })).ShouldBe(200);
            Assert.Equal((120, 50, 70, 0), (
                Points(quote, "total"), Points(quote, "discount"), Points(quote, "toPay"), Points(quote, "missing")));
        }

        var full = (await fan.PostAsync($"{path}/quote", null)).ShouldBe(200);
        Assert.Equal((120, 0, 20), (Points(full, "toPay"), Points(full, "discount"), Points(full, "missing")));
        var line = Assert.Single(full["lines"]!.AsArray())!;
        Assert.Equal($"{held["seats"]![0]!["label"]}", $"{line["label"]}");
        Assert.Equal((TestPlan.Seat(1, 1), TestPlan.Stalls), ($"{line["seat"]}", $"{line["category"]}"));
        Assert.Equal(held.ToJsonString(), (await fan.GetAsync(path)).ShouldBe(200).ToJsonString());
        Assert.Equal(100, await BalanceAsync(fan));
    }

    [Fact]
    public async Task A_coupon_that_a_payment_would_refuse_is_refused_by_the_quote_for_the_same_reason()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var later = await MakeCouponAsync(sale, terms => terms["validFrom"] = DateTimeOffset.UtcNow.AddHours(1));
        var large = await MakeCouponAsync(sale, terms => terms["minimumAmount"] = 121);
        var last = await MakeCouponAsync(sale, terms => terms["totalUses"] = 1);
        var first = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
        (await fan.PostAsync($"/reservations/{first}/payment", new { couponCode = last })).ShouldBe(200);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 2));

        foreach (var (code, problem) in new[]
                 {
                     ("NONE-SUCH", "coupon-unknown"), (later, "coupon-not-valid-now"), (large, "coupon-below-minimum"),
                     (last, "coupon-used-by-you"),
                 })
            foreach (var step in new[] { "quote", "payment" })
                (await fan.PostAsync($"/reservations/{id}/{step}", new { couponCode = code }))
                    .ShouldBeProblem(409, problem);

        var other = await sale.FanWithAsync(points: 0);
        var its = await sale.ReservedAsync(other, TestPlan.Seat(1, 3));
        (await other.PostAsync($"/reservations/{its}/quote", new { couponCode = last }))
            .ShouldBeProblem(409, "coupon-used-up");
        (await other.PostAsync($"/reservations/{its}/quote", new { couponCode = "A B" })).ShouldBlame("$.couponCode");
        (await fan.PostAsync($"/reservations/{its}/quote", null)).ShouldBeProblem(404, "not-found");
        (await other.DeleteAsync($"/reservations/{its}")).ShouldBe(200);
        (await other.PostAsync($"/reservations/{its}/quote", null)).ShouldBeProblem(409, "reservation-cancelled");
    }

    [Fact]
    public async Task After_a_refused_payment_its_coupon_can_be_quoted_again()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var coupon = await MakeCouponAsync(sale, terms => terms["totalUses"] = 1);
        var body = new { couponCode = coupon };
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
        (await fan.PostAsync($"/reservations/{id}/payment", body)).ShouldBeProblem(402, "insufficient-balance");

        // The end of the failed attempt may still be on its way to the reservation.
        var quote = await Wait.For(
            () => fan.PostAsync($"/reservations/{id}/quote", body),
            answer => answer.Status == 200 || $"{answer.Json["type"]}" != "/problems/payment-in-flight");

        Assert.Equal(70, Points(quote.ShouldBe(200), "missing"));
    }

    private static async Task<string> MakeCouponAsync(Sale sale, Action<JsonObject> change)
    {
        var code = $"Q-{Guid.NewGuid():N}".ToUpperInvariant();
        (await sale.Operator.PutAsync($"/operator/coupons/{code}", CouponTests.Terms(change))).ShouldBe(200);
        return code;
    }

    private static async Task<long> BalanceAsync(ApiClient fan) =>
        Points((await fan.GetAsync("/balance")).ShouldBe(200), "balance");

    private static long Points(JsonNode node, string member) => node[member]!.GetValue<long>();
}
