using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class IdempotencyTests(ApiFixture fixture)
{
    [Fact]
    public async Task The_same_key_and_body_are_answered_the_same_also_after_a_restart()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        ApiAnswer first;
        Guid scheduleId;
        string token;
        await using (var server = await ApiServer.StartAsync(database.ConnectionString))
        {
            var sale = await Sale.OpenAsync(server);
            var fan = await sale.FanWithAsync(points: 300);
            first = await sale.ReserveAsync(fan, "again", TestPlan.Seat(1, 1), TestPlan.Seat(1, 2));
            first.ShouldBe(201);
            (scheduleId, token) = (sale.ScheduleId, fan.Token!);
        }

        await using var restarted = await ApiServer.StartAsync(database.ConnectionString);
        var sameFan = new ApiClient(restarted.Http, token);
        var otherOrder = new { seats = new[] { TestPlan.Seat(1, 2), TestPlan.Seat(1, 1) }, scheduleId };
        var repeated = await sameFan.PostAsync("/reservations", otherOrder, "again");
        Assert.Equal(first.ShouldBe(201).ToJsonString(), repeated.ShouldBe(201).ToJsonString());
        Assert.Equal(first.Headers.Location, repeated.Headers.Location);

        var charged = (await sameFan.PostAsync("/balance/charges", new { amount = 300 }, "first-charge")).ShouldBe(200);
        Assert.Equal(300, charged["balance"]!.GetValue<long>());
        (await sameFan.PostAsync("/balance/charges", new { amount = 301 }, "first-charge"))
            .ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var other = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        (await sale.ReserveAsync(fan, "key", TestPlan.Seat(1, 1))).ShouldBe(201);

        (await sale.ReserveAsync(fan, "key", TestPlan.Seat(1, 2))).ShouldBeProblem(422, "idempotency-key-reused");
        (await other.ReserveAsync(fan, "key", TestPlan.Seat(1, 1))).ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task The_same_key_of_another_fan_is_another_request()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var first = await sale.FanWithAsync(points: 0);
        var second = await sale.FanWithAsync(points: 0);
        (await sale.ReserveAsync(first, "key", TestPlan.Seat(1, 1))).ShouldBe(201);

        (await sale.ReserveAsync(second, "key", TestPlan.Seat(1, 1))).ShouldBeProblem(409, "seats-taken");
        (await sale.ReserveAsync(second, "key", TestPlan.Seat(1, 2))).ShouldBe(201);
    }

    [Fact]
    public async Task Paying_twice_at_once_takes_the_money_once()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => fan.PostAsync($"/reservations/{id}/payment", "{}", "pay")));

        Assert.All(answers, answer => answer.ShouldBe(200));
        var balance = (await fan.GetAsync("/balance")).ShouldBe(200)["balance"]!.GetValue<long>();
        Assert.Equal(1_000 - TestPlan.StallsPrice, balance);
    }

    [Fact]
    public async Task A_key_names_an_attempt_to_pay_and_a_retry_has_another_one()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var path = $"/reservations/{await sale.ReservedAsync(fan, TestPlan.Seat(1, 1))}/payment";
        var first = (await fan.PostAsync(path, "{}", "first")).ShouldBeProblem(402, "insufficient-balance");
        (await fan.PostAsync("/balance/charges", new { amount = 120 }, "points")).ShouldBe(200);

        var repeated = (await fan.PostAsync(path, "{}", "first")).ShouldBeProblem(402, "insufficient-balance");
        (await fan.PostAsync(path, new { couponCode = "OTHER" }, "first"))
            .ShouldBeProblem(422, "idempotency-key-reused");
        var paid = (await fan.PostAsync(path, "{}", "second")).ShouldBe(200);

        Assert.Equal($"{first["orderId"]}", $"{repeated["orderId"]}");
        Assert.NotEqual($"{first["orderId"]}", $"{paid["orderId"]}");
        (await fan.PostAsync(path, "{}", "second")).ShouldBe(200);
        (await fan.PostAsync(path, new { couponCode = "OTHER" }, "second"))
            .ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_retry_right_after_a_refusal_is_a_new_attempt_every_time()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var path = $"/reservations/{await sale.ReservedAsync(fan, TestPlan.Seat(1, 1))}/payment";

        var orders = new HashSet<string>();
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var key = attempt % 2 == 0 ? $"attempt-{attempt}" : null;
            var refused = (await fan.PostAsync(path, "{}", key)).ShouldBeProblem(402, "insufficient-balance");
            Assert.True(orders.Add($"{refused["orderId"]}"), $"Attempt {attempt} got the answer of an earlier one.");
        }
    }

    [Fact]
    public async Task The_same_key_is_the_same_request_at_every_schedule_and_for_general_admission()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var other = await Sale.OpenAsync(fixture.Server, terms => terms["admissions"] = new JsonArray(
            new JsonObject { ["category"] = "Standing", ["capacity"] = 5, ["price"] = 20 }));
        var fan = await sale.FanWithAsync(points: 0);
        (await sale.ReserveAsync(fan, "key", TestPlan.Seat(1, 1))).ShouldBe(201);
        await other.ReservedAsync(await sale.FanWithAsync(points: 0), TestPlan.Seat(1, 1));

        (await other.ReserveAsync(fan, "key", TestPlan.Seat(1, 1))).ShouldBeProblem(422, "idempotency-key-reused");
        (await StandAsync("key", 6)).ShouldBeProblem(422, "idempotency-key-reused");
        (await StandAsync("standing", 2)).ShouldBe(201);
        (await StandAsync("standing", 3)).ShouldBeProblem(422, "idempotency-key-reused");
        (await StandAsync("standing", 2)).ShouldBe(201);

        Task<ApiAnswer> StandAsync(string key, int quantity) => fan.PostAsync(
            "/reservations", new { scheduleId = other.ScheduleId, category = "Standing", quantity }, key);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    [InlineData("tab\there")]
    public async Task A_key_that_is_missing_or_malformed_is_named_as_the_fault(string? key)
    {
        var fan = await fixture.Server.FanAsync();
        var body = new { scheduleId = Guid.NewGuid(), category = "Any", quantity = 1 };

        (await fan.PostAsync("/reservations", body, key)).ShouldBlame("Idempotency-Key");
        (await fan.PostAsync("/balance/charges", new { amount = 1 }, key)).ShouldBlame("Idempotency-Key");
    }

    [Fact]
    public async Task A_key_has_at_most_200_characters_and_is_given_once()
    {
        var fan = await fixture.Server.FanAsync();
        var body = new { amount = 1 };

        (await fan.PostAsync("/balance/charges", body, new string('k', 200))).ShouldBe(200);
        (await fan.PostAsync("/balance/charges", body, new string('k', 201))).ShouldBlame("Idempotency-Key");
        var twice = await fan.SendAsync(
            HttpMethod.Post, "/balance/charges", body, ("Idempotency-Key", "a"), ("Idempotency-Key", "b"));
        twice.ShouldBlame("Idempotency-Key");
    }
}
