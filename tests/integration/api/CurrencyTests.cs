using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

/// <summary>Sales in the installation's currency, won, beside sales in euros.</summary>
[Collection(ApiCollection.Name)]
public sealed class CurrencyTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task A_fan_pays_each_sale_from_the_balance_in_its_currency()
    {
        var (won, euro) = (await Sale.OpenAsync(server), await EuroSaleAsync());
        var fan = await won.FanWithAsync(points: 500);
        var charged = (await ChargeAsync(fan, 300, "EUR")).ShouldBe(200);
        Assert.Equal(("EUR", 2, 300), Shown(charged));

        var paid = await Purchase.MakeAsync(euro, fan, TestPlan.Seat(1, 1));
        await Purchase.MakeAsync(won, fan, TestPlan.Seat(1, 1));

        Assert.Equal("EUR", Text(paid.Payment["reservation"]!["currency"]));
        Assert.Equal(2, paid.Payment["reservation"]!["minorUnits"]!.GetValue<int>());
        Assert.Equal([("KRW", 0, 380), ("EUR", 2, 180)], await BalancesAsync(fan));
        Assert.Equal(
            [("Debit", "KRW", -120, 380), ("Charge", "KRW", 500, 500)], await LedgerAsync(fan, "?currency=KRW"));
        Assert.Equal(
            [("Debit", "EUR", -120, 180), ("Charge", "EUR", 300, 300)], await LedgerAsync(fan, "?currency=EUR"));
        Assert.Empty(await LedgerAsync(fan, "?currency=USD"));
        Assert.Equal(["KRW", "EUR", "EUR", "KRW"], (await LedgerAsync(fan, "")).Select(entry => entry.Item2));
    }

    [Fact]
    public async Task Money_of_another_currency_does_not_pay()
    {
        var euro = await EuroSaleAsync();
        var fan = await euro.FanWithAsync(points: 1_000_000);
        var id = await euro.ReservedAsync(fan, TestPlan.Seat(1, 1));

        var refused = (await fan.PostAsync($"/reservations/{id}/payment", null))
            .ShouldBeProblem(402, "insufficient-balance");

        Assert.Equal(("EUR", 0), (Text(refused["currency"]), refused["balance"]!.GetValue<long>()));
        Assert.Equal(("KRW", 0, 1_000_000), (await BalancesAsync(fan))[0]);
        (await ChargeAsync(fan, 120, "EUR")).ShouldBe(200);
        (await fan.PostAsync($"/reservations/{id}/payment", null)).ShouldBe(200);
    }

    [Fact]
    public async Task A_cancelled_reservation_is_paid_back_in_its_currency()
    {
        var euro = await EuroSaleAsync();
        var fan = await euro.FanWithAsync(points: 0);
        (await ChargeAsync(fan, 200, "EUR")).ShouldBe(200);
        var paid = await Purchase.MakeAsync(euro, fan, TestPlan.Seat(1, 1));

        (await fan.DeleteAsync($"/reservations/{paid.ReservationId}")).ShouldBe(200);

        await Wait.For(() => BalancesAsync(fan), balances => balances is [("KRW", 0, 0), ("EUR", 2, 200)]);
    }

    [Fact]
    public async Task A_key_that_paid_money_in_is_used_up_for_every_currency()
    {
        var fan = await server.FanAsync();
        (await ChargeAsync(fan, 100, "EUR", "same")).ShouldBe(200);

        (await ChargeAsync(fan, 100, null, "same")).ShouldBeProblem(422, "idempotency-key-reused");
        (await ChargeAsync(fan, 100, "USD", "same")).ShouldBeProblem(422, "idempotency-key-reused");
        (await ChargeAsync(fan, 100, "EUR", "same")).ShouldBe(200);

        Assert.Equal([("KRW", 0, 0), ("EUR", 2, 100)], await BalancesAsync(fan));
    }

    [Fact]
    public async Task The_installations_currency_may_be_named_and_other_words_are_refused()
    {
        var fan = await server.FanAsync();
        (await ChargeAsync(fan, 100, "KRW", "named")).ShouldBe(200);
        (await ChargeAsync(fan, 100, null, "named")).ShouldBe(200);

        (await ChargeAsync(fan, 1, "WON")).ShouldBlame("$.currency");
        (await fan.GetAsync("/balance/ledger?currency=WON")).ShouldBlame("currency");

        Assert.Equal([("KRW", 0, 100)], await BalancesAsync(fan));
    }

    [Fact]
    public async Task A_cursor_is_of_the_ledger_of_one_currency()
    {
        var fan = await server.FanAsync();
        foreach (var currency in new[] { "EUR", "EUR", "USD", "USD" })
            (await ChargeAsync(fan, 1, currency)).ShouldBe(200);
        var first = (await fan.GetAsync("/balance/ledger?currency=EUR&limit=1")).ShouldBe(200);

        var cursor = Text(first["nextCursor"]);
        Assert.Single((await fan.GetAsync($"/balance/ledger?currency=EUR&cursor={cursor}")).ShouldBe(200)["items"]!
            .AsArray());
        (await fan.GetAsync($"/balance/ledger?currency=USD&cursor={cursor}")).ShouldBlame("cursor");
    }

    [Fact]
    public async Task A_coupon_of_an_amount_is_for_its_currency_and_a_percentage_for_all()
    {
        var (won, euro) = (await Sale.OpenAsync(server), await EuroSaleAsync());
        var fan = await won.FanWithAsync(points: 1_000);
        (await ChargeAsync(fan, 1_000, "EUR")).ShouldBe(200);
        var fixedEuro = await CouponAsync(terms => terms["currency"] = "EUR");
        var fixedWon = await CouponAsync(_ => { });
        var percent = await CouponAsync(terms => (terms["kind"], terms["usesPerFan"]) = ("Percent", 2));

        (await PayAsync(won, fan, fixedEuro)).ShouldBeProblem(409, "coupon-other-currency");
        (await PayAsync(euro, fan, fixedWon)).ShouldBeProblem(409, "coupon-other-currency");
        (await PayAsync(euro, fan, fixedEuro)).ShouldBe(200);
        (await PayAsync(won, fan, percent)).ShouldBe(200);
        (await PayAsync(euro, fan, percent)).ShouldBe(200);

        Assert.Equal([("KRW", 0, 940), ("EUR", 2, 870)], await BalancesAsync(fan));
        var boss = await server.OperatorAsync();
        Assert.Equal("EUR", Text((await boss.GetAsync($"/operator/coupons/{fixedEuro}")).ShouldBe(200)["currency"]));
        Assert.Equal("KRW", Text((await boss.GetAsync($"/operator/coupons/{fixedWon}")).ShouldBe(200)["currency"]));
        Assert.Null((await boss.GetAsync($"/operator/coupons/{percent}")).ShouldBe(200)["currency"]);
        var wrong = CouponTests.Terms(terms => (terms["kind"], terms["currency"]) = ("Percent", "EUR"));
        (await boss.PutAsync("/operator/coupons/WRONG", wrong)).ShouldBlame("$.currency");
    }

    [Fact]
    public async Task Reservations_orders_and_reports_name_the_currency()
    {
        var euro = await EuroSaleAsync();
        var fan = await euro.FanWithAsync(points: 0);
        (await ChargeAsync(fan, 200, "EUR")).ShouldBe(200);
        var id = (await Purchase.MakeAsync(euro, fan, TestPlan.Seat(1, 1))).ReservationId;
        var schedule = $"/operator/schedules/{euro.ScheduleId}";

        var list = (await fan.GetAsync("/reservations")).ShouldBe(200)["items"]![0]!;
        var timeline = (await fan.GetAsync($"/reservations/{id}/timeline")).ShouldBe(200)["orders"]![0]!;
        var sales = (await euro.Operator.GetAsync($"{schedule}/sales")).ShouldBe(200);
        var statistics = (await euro.Operator.GetAsync($"{schedule}/statistics")).ShouldBe(200);

        Assert.All(new[] { list, timeline, sales, statistics }, shown => Assert.Equal("EUR", Text(shown["currency"])));
    }

    [Fact]
    public async Task Money_of_an_earlier_release_is_in_the_installations_currency()
    {
        var won = await Sale.OpenAsync(server);
        var fan = await won.FanWithAsync(points: 0);
        var id = await won.ReservedAsync(fan, TestPlan.Seat(1, 1));
        await fixture.Database.ExecuteAsync(
            "insert into balances select user_id, 150, 1 from reservations where id = $1", id);
        await fixture.Database.ExecuteAsync(
            "insert into ledger (user_id, operation_id, kind, amount, balance_after, at) "
            + "select user_id, 'old', 0, 150, 150, now() from reservations where id = $1",
            id);

        (await fan.PostAsync($"/reservations/{id}/payment", null)).ShouldBe(200);

        Assert.Equal([("KRW", 0, 30)], await BalancesAsync(fan));
        Assert.Equal([("Debit", "KRW", -120, 30), ("Charge", "KRW", 150, 150)], await LedgerAsync(fan, ""));
    }

    private Task<Sale> EuroSaleAsync() => Sale.OpenAsync(server, terms =>
    {
        terms["currency"] = "EUR";
        terms["timeZone"] = "Europe/Vienna";
    });

    private static Task<ApiAnswer> ChargeAsync(ApiClient fan, long amount, string? currency, string? key = null)
    {
        var body = new JsonObject { ["amount"] = amount };
        if (currency is not null) body["currency"] = currency;
        return fan.PostAsync("/balance/charges", body, key ?? Guid.NewGuid().ToString());
    }

    private static async Task<IReadOnlyList<(string, int, long)>> BalancesAsync(ApiClient fan)
    {
        var shown = (await fan.GetAsync("/balance")).ShouldBe(200);
        var balances = shown["balances"]!.AsArray().Select(balance => Shown(balance!)).ToArray();
        Assert.Equal(balances[0].Item3, shown["balance"]!.GetValue<long>());
        return balances;
    }

    private static async Task<IReadOnlyList<(string, string, long, long)>> LedgerAsync(ApiClient fan, string query) =>
    [
        .. (await fan.GetAsync($"/balance/ledger{query}")).ShouldBe(200)["items"]!.AsArray().Select(entry => (
            Text(entry!["kind"]), Text(entry["currency"]), entry["amount"]!.GetValue<long>(),
            entry["balanceAfter"]!.GetValue<long>())),
    ];

    private async Task<string> CouponAsync(Action<JsonObject> change)
    {
        var code = $"C-{Guid.NewGuid():N}".ToUpperInvariant();
        var terms = CouponTests.Terms(change);
        (await (await server.OperatorAsync()).PutAsync($"/operator/coupons/{code}", terms)).ShouldBe(200);
        return code;
    }

    private static async Task<ApiAnswer> PayAsync(Sale sale, ApiClient fan, string code)
    {
        var wish = new { scheduleId = sale.ScheduleId, category = TestPlan.Stalls, quantity = 1 };
        var held = (await fan.PostAsync("/reservations", wish, Guid.NewGuid().ToString())).ShouldBe(201);
        return await fan.PostAsync($"/reservations/{held["id"]}/payment", new { couponCode = code });
    }

    private static (string, int, long) Shown(JsonNode balance) => (
        Text(balance["currency"]), balance["minorUnits"]!.GetValue<int>(), balance["balance"]!.GetValue<long>());

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
