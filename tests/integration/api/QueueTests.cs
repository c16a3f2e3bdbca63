using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class QueueTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task A_fan_takes_a_place_becomes_active_and_reserves_with_the_token()
    {
        var sale = await OpenAsync(maxActive: 1);
        var fan = await sale.FanWithAsync(points: 100_000);

        var place = (await fan.PostAsync(Tokens(sale), null)).ShouldBe(201);
        Assert.Equal("Active", Status(place));
        Assert.Equal(1, place["number"]!.GetValue<long>());
        Assert.True(place["activeUntil"]!.GetValue<DateTimeOffset>() > DateTimeOffset.UtcNow.AddMinutes(9));

        (await ReserveAsync(sale, fan, token: null, 1)).ShouldBeProblem(403, "queue-token-required");
        (await ReserveAsync(sale, fan, Token(place), 1)).ShouldBe(201);
    }

    [Fact]
    public async Task Who_asks_again_gets_the_same_place_also_fifty_times_at_once()
    {
        var sale = await OpenAsync(maxActive: 1);
        var fan = await server.FanAsync();

        var asked = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => fan.PostAsync(Tokens(sale), null)));

        Assert.Single(asked.Select(answer => Token(answer.ShouldBe(201))).Distinct());
        var queue = (await sale.Operator.GetAsync(OperatorQueue(sale))).ShouldBe(200);
        Assert.Equal(1, queue["lastNumber"]!.GetValue<long>());
    }

    [Fact]
    public async Task When_the_room_is_full_the_next_waits_and_comes_in_as_soon_as_somebody_pays()
    {
        var sale = await OpenAsync(maxActive: 1);
        var (first, second) = (await sale.FanWithAsync(points: 100_000), await server.FanAsync());
        var firstToken = Token((await first.PostAsync(Tokens(sale), null)).ShouldBe(201));
        var waiting = await second.PostAsync(Tokens(sale), null);
        var secondToken = Token(waiting.ShouldBe(201));

        Assert.Equal("Waiting", Status(waiting.Json));
        Assert.Equal(0, waiting.Json["ahead"]!.GetValue<long>());
        Assert.NotNull(waiting.Headers.RetryAfter);
        (await ReserveAsync(sale, second, secondToken, 1)).ShouldBeProblem(403, "not-your-turn");

        var reservation = (await ReserveAsync(sale, first, firstToken, 1)).ShouldBe(201)["id"]!.GetValue<Guid>();
        (await first.PostAsync($"/reservations/{reservation}/payment", null)).ShouldBe(200);

        Assert.Equal("Active", await BecomesAsync(second, secondToken, "Active"));
        (await ReserveAsync(sale, first, firstToken, 2)).ShouldBeProblem(403, "queue-token-used");
        (await ReserveAsync(sale, second, secondToken, 2)).ShouldBe(201);
    }

    [Fact]
    public async Task A_token_that_is_forged_foreign_or_given_back_is_refused_each_with_its_reason()
    {
        var sale = await OpenAsync(maxActive: 5);
        var other = await OpenAsync(maxActive: 5);
        var (fan, somebodyElse) = (await server.FanAsync(), await server.FanAsync());
        var token = Token((await fan.PostAsync(Tokens(sale), null)).ShouldBe(201));

        var forged = token[..^1] + (token[^1] == 'A' ? 'B' : 'A');
        (await ReserveAsync(sale, fan, forged, 1)).ShouldBeProblem(403, "queue-token-invalid");
        (await fan.GetAsync($"/queue-tokens/{forged}")).ShouldBeProblem(403, "queue-token-invalid");
        (await ReserveAsync(sale, somebodyElse, token, 1)).ShouldBeProblem(403, "queue-token-foreign");
        (await ReserveAsync(other, fan, token, 1)).ShouldBeProblem(403, "queue-token-foreign");
        (await somebodyElse.DeleteAsync($"/queue-tokens/{token}")).ShouldBeProblem(403, "queue-token-foreign");

        Assert.Equal(204, (await fan.DeleteAsync($"/queue-tokens/{token}")).Status);
        Assert.Equal(204, (await fan.DeleteAsync($"/queue-tokens/{token}")).Status);
        (await ReserveAsync(sale, fan, token, 1)).ShouldBeProblem(403, "queue-token-left");
        Assert.Equal("Left", Status((await fan.GetAsync($"/queue-tokens/{token}")).ShouldBe(200)));
        var next = (await fan.PostAsync(Tokens(sale), null)).ShouldBe(201);
        Assert.Equal(2, next["number"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_place_given_back_before_its_turn_says_so()
    {
        var sale = await OpenAsync(maxActive: 1);
        var (first, second) = (await server.FanAsync(), await server.FanAsync());
        (await first.PostAsync(Tokens(sale), null)).ShouldBe(201);
        var token = Token((await second.PostAsync(Tokens(sale), null)).ShouldBe(201));

        await second.DeleteAsync($"/queue-tokens/{token}");

        Assert.Equal("Left", Status((await second.GetAsync($"/queue-tokens/{token}")).ShouldBe(200)));
    }

    [Fact]
    public async Task A_process_that_has_just_started_knows_of_a_place_that_was_given_back()
    {
        var sale = await OpenAsync(maxActive: 1);
        var (first, second, third) = (await server.FanAsync(), await server.FanAsync(), await server.FanAsync());
        (await first.PostAsync(Tokens(sale), null)).ShouldBe(201);
        var given = Token((await second.PostAsync(Tokens(sale), null)).ShouldBe(201));
        var kept = Token((await third.PostAsync(Tokens(sale), null)).ShouldBe(201));
        Assert.Equal(204, (await second.DeleteAsync($"/queue-tokens/{given}")).Status);

        await using var restarted = await ApiServer.StartAsync(fixture.Database.ConnectionString);

        var anonymous = restarted.Anonymous();
        Assert.Equal("Left", Status((await anonymous.GetAsync($"/queue-tokens/{given}")).ShouldBe(200)));
        Assert.Equal("Waiting", Status((await anonymous.GetAsync($"/queue-tokens/{kept}")).ShouldBe(200)));
    }

    [Fact]
    public async Task A_request_that_was_granted_keeps_its_answer_when_the_turn_is_over()
    {
        var sale = await OpenAsync(maxActive: 1);
        var fan = await sale.FanWithAsync(points: 100_000);
        var token = Token((await fan.PostAsync(Tokens(sale), null)).ShouldBe(201));
        var made = (await ReserveAsync(sale, fan, token, 1, key: "once")).ShouldBe(201);
        (await fan.PostAsync($"/reservations/{made["id"]}/payment", null)).ShouldBe(200);

        var again = (await ReserveAsync(sale, fan, token, 1, key: "once")).ShouldBe(201);

        Assert.Equal(made["id"]!.GetValue<Guid>(), again["id"]!.GetValue<Guid>());
    }

    [Fact]
    public async Task A_request_that_was_granted_keeps_its_answer_when_its_token_cannot_be_read_any_more()
    {
        var sale = await OpenAsync(maxActive: 1);
        var fan = await server.FanAsync();
        var token = Token((await fan.PostAsync(Tokens(sale), null)).ShouldBe(201));
        var made = (await ReserveAsync(sale, fan, token, 1, key: "once")).ShouldBe(201);

        var again = (await ReserveAsync(sale, fan, "of an older key", 1, key: "once")).ShouldBe(201);

        Assert.Equal(made["id"]!.GetValue<Guid>(), again["id"]!.GetValue<Guid>());
        (await ReserveAsync(sale, fan, "of an older key", 2)).ShouldBeProblem(403, "queue-token-invalid");
    }

    [Fact]
    public async Task Without_a_queue_there_is_no_place_to_take_and_none_is_needed()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await server.FanAsync();

        (await fan.PostAsync(Tokens(sale), null)).ShouldBeProblem(409, "no-queue");
        (await ReserveAsync(sale, fan, token: null, 1)).ShouldBe(201);
        (await ReserveAsync(sale, fan, token: "of another time", 2)).ShouldBe(201);
        (await fan.PostAsync($"/schedules/{Guid.NewGuid()}/queue-tokens", null)).ShouldBeProblem(404, "not-found");
    }

    [Fact]
    public async Task An_operator_makes_room_pauses_and_drains()
    {
        var sale = await OpenAsync(maxActive: 1);
        var fans = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => server.FanAsync()));
        foreach (var fan in fans)
            (await fan.PostAsync(Tokens(sale), null)).ShouldBe(201);

        await ChangeAsync(sale, new { paused = true, maxActive = 2 });
        var held = (await sale.Operator.GetAsync(OperatorQueue(sale))).ShouldBe(200);
        Assert.Equal((2, 1), (held["waiting"]!.GetValue<int>(), held["active"]!.GetValue<int>()));

        var resumed = await ChangeAsync(sale, new { paused = false });
        Assert.Equal((1, 2), (resumed["waiting"]!.GetValue<int>(), resumed["active"]!.GetValue<int>()));

        await ChangeAsync(sale, new { draining = true });
        var late = await server.FanAsync();
        (await late.PostAsync(Tokens(sale), null)).ShouldBeProblem(409, "queue-draining");
        (await fans[0].PostAsync(Tokens(sale), null)).ShouldBe(201);
    }

    [Theory]
    [InlineData("""{"maxActive":0}""", "$.maxActive")]
    [InlineData("""{"pacePerSecond":-1}""", "$.pacePerSecond")]
    [InlineData("""{"claimSeconds":1}""", "$.claimSeconds")]
    [InlineData("""{"activeSeconds":1}""", "$.activeSeconds")]
    [InlineData("""{"moreTimes":11}""", "$.moreTimes")]
    [InlineData("""{"maxActive":"many"}""", "$.maxActive")]
    public async Task A_setting_that_cannot_be_is_named(string change, string field)
    {
        var sale = await OpenAsync(maxActive: 1);

        var refused = await sale.Operator.PatchAsync(OperatorQueue(sale), change);

        refused.ShouldBeProblem(400, "invalid-request");
        Assert.Equal(field, refused.Json["errors"]![0]!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task Only_operators_run_the_queue()
    {
        var sale = await OpenAsync(maxActive: 1);
        var fan = await server.FanAsync();

        (await fan.GetAsync(OperatorQueue(sale))).ShouldBeProblem(403, "forbidden");
        (await fan.PatchAsync(OperatorQueue(sale), new { paused = true })).ShouldBeProblem(403, "forbidden");
        (await sale.Operator.GetAsync($"/operator/schedules/{Guid.NewGuid()}/queue")).ShouldBeProblem(404, "not-found");
    }

    private static string Tokens(Sale sale) => $"/schedules/{sale.ScheduleId}/queue-tokens";

    private static string OperatorQueue(Sale sale) => $"/operator/schedules/{sale.ScheduleId}/queue";

    private static string Token(JsonNode place) => place["token"]!.GetValue<string>();

    private static string Status(JsonNode place) => place["status"]!.GetValue<string>();

    private static async Task<JsonNode> ChangeAsync(Sale sale, object change) =>
        (await sale.Operator.PatchAsync(OperatorQueue(sale), change)).ShouldBe(200);

    private static Task<ApiAnswer> ReserveAsync(
        Sale sale, ApiClient fan, string? token, int seat, string? key = null) =>
        fan.SendAsync(
            HttpMethod.Post, "/reservations",
            new { scheduleId = sale.ScheduleId, seats = new[] { TestPlan.Seat(1, seat) } },
            ("Idempotency-Key", key ?? Guid.NewGuid().ToString()), ("Queue-Token", token));

    private static async Task<string> BecomesAsync(ApiClient fan, string token, string status) =>
        Status((await Wait.For(
            () => fan.GetAsync($"/queue-tokens/{token}"),
            answer => Status(answer.ShouldBe(200)) == status,
            $"the place is {status}")).Json);

    private Task<Sale> OpenAsync(int maxActive) => Sale.OpenAsync(
        server, terms => terms["queue"] = new JsonObject { ["maxActive"] = maxActive });
}
