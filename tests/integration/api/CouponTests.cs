using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class CouponTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    public static JsonObject Terms(Action<JsonObject>? change = null)
    {
        var terms = new JsonObject
        {
            ["kind"] = "Fixed",
            ["value"] = 50,
            ["validFrom"] = DateTimeOffset.UtcNow.AddDays(-1),
            ["validUntil"] = DateTimeOffset.UtcNow.AddDays(1),
            ["totalUses"] = 100,
            ["usesPerFan"] = 1,
            ["minimumAmount"] = 0,
        };
        change?.Invoke(terms);
        return terms;
    }

    [Fact]
    public async Task A_coupon_is_found_with_blanks_around_its_code()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        (await sale.Operator.PutAsync("/operator/coupons/%20TYPED-CODE%20", Terms())).ShouldBe(200);
        (await sale.Operator.GetAsync("/operator/coupons/typed-code%0d%0a")).ShouldBe(200);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));

        var paid = (await fan.PostAsync($"/reservations/{id}/payment", new { couponCode = " typed-code\u200b\n" }))
            .ShouldBe(200);

        Assert.True(paid["discount"]!.GetValue<long>() > 0);
    }

    [Fact]
    public async Task Operators_make_and_change_coupons_and_fans_write_them_as_they_like()
    {
        var boss = await server.OperatorAsync();
        var code = $"Summer-{Guid.NewGuid():N}";
        var path = $"/operator/coupons/{code}";
        (await boss.GetAsync(path)).ShouldBeProblem(404, "not-found");

        var made = (await boss.PutAsync(path, Terms())).ShouldBe(200);
        Assert.Equal(code.ToUpperInvariant(), made["code"]!.GetValue<string>());
        Assert.Equal(0, made["used"]!.GetValue<int>());
        (await boss.PutAsync(path, Terms(terms => (terms["kind"], terms["value"]) = ("Percent", 10)))).ShouldBe(200);

        var found = (await boss.GetAsync(path.ToLowerInvariant())).ShouldBe(200);
        Assert.Equal("Percent", found["kind"]!.GetValue<string>());
        Assert.Equal(10, found["value"]!.GetValue<long>());
        var fan = await server.FanAsync();
        (await fan.GetAsync(path)).ShouldBeProblem(403, "forbidden");
        (await fan.PutAsync(path, Terms())).ShouldBeProblem(403, "forbidden");
        (await server.Anonymous().PutAsync(path, Terms())).ShouldBeProblem(401, "unauthenticated");
    }

    [Theory]
    [InlineData("value", 0, "$.value")]
    [InlineData("value", 100_000_001, "$.value")]
    [InlineData("totalUses", 0, "$.totalUses")]
    [InlineData("usesPerFan", 0, "$.usesPerFan")]
    [InlineData("minimumAmount", -1, "$.minimumAmount")]
    [InlineData("validUntil", "2001-01-01T00:00:00Z", "$.validUntil")]
    [InlineData("kind", "Gift", "$.kind")]
    [InlineData("kind", 1, "$.kind")]
    public async Task Terms_have_bounds(string name, object value, string field)
    {
        var boss = await server.OperatorAsync();

        var refused = await boss.PutAsync("/operator/coupons/BOUNDS", Terms(
            terms => terms[name] = value is string text ? JsonValue.Create(text) : JsonValue.Create((int)value)));

        refused.ShouldBlame(field);
    }

    [Fact]
    public async Task More_than_everything_is_no_percentage_and_a_code_is_short()
    {
        var boss = await server.OperatorAsync();
        var terms = Terms(terms => (terms["kind"], terms["value"]) = ("Percent", 101));
        (await boss.PutAsync("/operator/coupons/ALL", terms)).ShouldBlame("$.value");
        (await boss.PutAsync($"/operator/coupons/{new string('A', 41)}", Terms())).ShouldBlame("code");
        (await boss.PutAsync("/operator/coupons/A%20B", Terms())).ShouldBlame("code");
    }

    [Theory]
    [InlineData("Fixed", 50, 50)]
    [InlineData("Fixed", 1_000, 120)]
    [InlineData("Percent", 33, 39)]
    [InlineData("Percent", 100, 120)]
    public async Task A_coupon_takes_its_part_off(string kind, long value, long discount)
    {
        var sale = await Sale.OpenAsync(server);
        var code = await MakeAsync(terms => (terms["kind"], terms["value"]) = (kind, value));
        var fan = await sale.FanWithAsync(points: 120);

        var paid = (await PayAsync(sale, fan, code.ToLowerInvariant())).ShouldBe(200);

        Assert.Equal((120, discount), (paid["amount"]!.GetValue<long>(), paid["discount"]!.GetValue<long>()));
        Assert.Equal(discount, (await fan.GetAsync("/balance")).ShouldBe(200)["balance"]!.GetValue<long>());
        Assert.Equal(1, await UsedAsync(code));
    }

    [Fact]
    public async Task A_coupon_that_will_not_do_says_why_and_nothing_is_taken()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var once = await MakeAsync();
        var later = await MakeAsync(terms => terms["validFrom"] = DateTimeOffset.UtcNow.AddHours(1));
        var large = await MakeAsync(terms => terms["minimumAmount"] = 121);
        (await PayAsync(sale, fan, once)).ShouldBe(200);

        (await PayAsync(sale, fan, once)).ShouldBeProblem(409, "coupon-used-by-you");
        (await PayAsync(sale, fan, "NONE-SUCH")).ShouldBeProblem(409, "coupon-unknown");
        (await PayAsync(sale, fan, later)).ShouldBeProblem(409, "coupon-not-valid-now");
        (await PayAsync(sale, fan, large)).ShouldBeProblem(409, "coupon-below-minimum");

        Assert.Equal(930, (await fan.GetAsync("/balance")).ShouldBe(200)["balance"]!.GetValue<long>());
        Assert.Equal((1, 0, 0), (await UsedAsync(once), await UsedAsync(later), await UsedAsync(large)));
    }

    [Fact]
    public async Task A_coupon_that_would_take_nothing_off_is_refused_and_can_still_be_used()
    {
        var sale = await Sale.OpenAsync(server, terms => terms["prices"]![TestPlan.Stalls] = 50);
        var free = await Sale.OpenAsync(server, terms => terms["prices"]![TestPlan.Stalls] = 0);
        var fan = await sale.FanWithAsync(points: 100);
        var little = await MakeAsync(terms => (terms["kind"], terms["value"]) = ("Percent", 1));
        var points = await MakeAsync(terms => terms["value"] = 500);

        (await PayAsync(sale, fan, little)).ShouldBeProblem(409, "coupon-without-effect");
        (await PayAsync(free, fan, points)).ShouldBeProblem(409, "coupon-without-effect");

        Assert.Equal((0, 0), (await UsedAsync(little), await UsedAsync(points)));
        (await PayAsync(sale, fan, points)).ShouldBe(200);
        Assert.Equal(1, await UsedAsync(points));
    }

    [Fact]
    public async Task The_last_use_goes_to_one_of_those_who_come_at_once()
    {
        var sale = await Sale.OpenAsync(server);
        var code = await MakeAsync(terms => terms["totalUses"] = 1);
        var fans = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sale.FanWithAsync(points: 120)));

        var answers = await Task.WhenAll(fans.Select(fan => PayAsync(sale, fan, code)));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(
            answers.Where(answer => answer.Status != 200), answer => answer.ShouldBeProblem(409, "coupon-used-up"));
        Assert.Equal(1, await UsedAsync(code));
    }

    [Fact]
    public async Task A_use_comes_back_when_the_payment_fails_and_one_cannot_allow_fewer_than_there_were()
    {
        var sale = await Sale.OpenAsync(server);
        var code = await MakeAsync();
        var poor = await sale.FanWithAsync(points: 0);
        (await PayAsync(sale, poor, code)).ShouldBeProblem(402, "insufficient-balance");
        var back = await Wait.For(
            () => sale.Operator.GetAsync($"/operator/coupons/{code}"), answer => Used(answer) == 0);
        Assert.Equal(0, Used(back));

        foreach (var _ in Enumerable.Range(0, 2))
            (await PayAsync(sale, await sale.FanWithAsync(points: 120), code)).ShouldBe(200);
        var refused = await sale.Operator.PutAsync(
            $"/operator/coupons/{code}", Terms(terms => terms["totalUses"] = 1));
        Assert.Equal(2, refused.ShouldBeProblem(409, "coupon-used-more")["used"]!.GetValue<int>());
    }

    private static int Used(ApiAnswer answer) => answer.ShouldBe(200)["used"]!.GetValue<int>();

    private async Task<string> MakeAsync(Action<JsonObject>? change = null)
    {
        var code = $"C-{Guid.NewGuid():N}".ToUpperInvariant();
        (await (await server.OperatorAsync()).PutAsync($"/operator/coupons/{code}", Terms(change))).ShouldBe(200);
        return code;
    }

    private async Task<int> UsedAsync(string code) =>
        Used(await (await server.OperatorAsync()).GetAsync($"/operator/coupons/{code}"));

    /// <summary>Reserves any free seat of the stalls and pays for it.</summary>
    private static async Task<ApiAnswer> PayAsync(Sale sale, ApiClient fan, string code)
    {
        var wish = new { scheduleId = sale.ScheduleId, category = TestPlan.Stalls, quantity = 1 };
        var held = (await fan.PostAsync("/reservations", wish, Guid.NewGuid().ToString())).ShouldBe(201);
        return await fan.PostAsync($"/reservations/{held["id"]}/payment", new { couponCode = code });
    }
}
