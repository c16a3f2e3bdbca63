using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

/// <summary>The answer of an import about its plan, and concerts with standing places.</summary>
[Collection(ApiCollection.Name)]
public sealed class PlanImportTests(ApiFixture fixture)
{
    [Fact]
    public async Task The_answer_says_where_the_front_was_assumed_and_what_is_not_used()
    {
        var (answer, sale) = await ImportAsync(terms =>
        {
            terms["plan"]!.AsObject().Add("x-editor", 9);
            terms["plan"]!["zones"]![0]!["rows"]![0]!["seats"]![4]!["wheelchair"] = true;
        });

        var made = answer.ShouldBe(201);
        Assert.Equal("RowNumbers", $"{made["front"]!["source"]}");
        Assert.Equal(30, made["front"]!["y"]!.GetValue<double>());
        Assert.Equal(
            ["$.plan", "$.plan", "$.plan.zones[0].rows[0].seats[4]"],
            made["warnings"]!.AsArray().Select(warning => $"{warning!["field"]}"));
        var read = (await sale.Operator.GetAsync($"/schedules/{made["id"]}")).ShouldBe(200);
        Assert.True(JsonNode.DeepEquals(made["front"], read["front"]));
        Assert.Empty(read["warnings"]!.AsArray());
    }

    [Fact]
    public async Task An_organiser_says_where_the_front_is_and_a_repeat_says_the_same()
    {
        var (answer, sale) = await ImportAsync(
            terms => terms["front"] = new JsonObject { ["side"] = "bottom" }, "front-of-the-hall");

        var made = answer.ShouldBe(201);
        Assert.Equal("Given", $"{made["front"]!["source"]}");
        Assert.Equal(150, made["front"]!["y"]!.GetValue<double>());
        Assert.Empty(made["warnings"]!.AsArray());
        var fan = await sale.FanWithAsync(points: 0);
        var best = (await fan.PostAsync(
            "/reservations", new { scheduleId = made["id"], category = TestPlan.Balcony, quantity = 1 }, "best"))
            .ShouldBe(201);
        Assert.Equal("5", $"{best["seats"]![0]!["row"]}");

        var terms = JsonNode.Parse(sale.Terms.ToJsonString())!;
        Assert.Equal(
            $"{made["id"]}", $"{(await sale.PostAsync(terms, "front-of-the-hall")).ShouldBe(201)["id"]}");
        terms["front"]!["side"] = "top";
        (await sale.PostAsync(terms, "front-of-the-hall")).ShouldBeProblem(422, "idempotency-key-reused");
        terms.AsObject().Remove("front");
        (await sale.PostAsync(terms, "front-of-the-hall")).ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"x\":1}")]
    [InlineData("{\"side\":\"Top\",\"x\":1,\"y\":1}")]
    [InlineData("{\"x\":1,\"y\":2000000}")]
    public async Task A_front_that_cannot_be_is_named(string front)
    {
        var (answer, _) = await ImportAsync(terms => terms["front"] = JsonNode.Parse(front));

        answer.ShouldBeProblem(400, "invalid-request");
        answer.ShouldBlame("$.front");
    }

    [Fact]
    public async Task Errors_of_a_plan_begin_with_their_cause()
    {
        var (answer, _) = await ImportAsync(terms =>
        {
            terms["plan"]!["categories"] = new JsonArray();
            var rows = terms["plan"]!["zones"]![0]!["rows"]!.AsArray();
            foreach (var seat in rows.SelectMany(row => row!["seats"]!.AsArray()))
                seat!["category"] = "";
        });

        var errors = answer.ShouldBeProblem(422, "invalid-plan")["errors"]!.AsArray();

        Assert.Equal("$.plan.categories", $"{errors[0]!["field"]}");
        Assert.Contains("50 seats", $"{errors[0]!["message"]}");
        Assert.Equal("$.plan.zones[0].rows[0].seats[0].category", $"{errors[1]!["field"]}");
        Assert.Equal(4, errors.Count);
    }

    [Theory]
    [InlineData("{\"name\":\"x\",\"categories\":[],\"zones\":[]}")]
    [InlineData("null")]
    [InlineData(null)]
    public async Task A_concert_may_have_standing_places_only(string? plan)
    {
        var (answer, sale) = await ImportAsync(terms => StandingOnly(terms, plan));

        var schedule = answer.ShouldBe(201);
        Assert.Equal(0, schedule["seatCount"]!.GetValue<int>());
        Assert.Null(schedule["front"]);
        var id = schedule["id"]!.GetValue<Guid>();
        var map = (await sale.Operator.GetAsync($"/schedules/{id}/seats")).ShouldBe(200);
        Assert.Equal((0, 0), (map["seatCount"]!.GetValue<int>(), map["sold"]!.AsArray().Count));
        (await sale.Operator.GetAsync($"/schedules/{id}/plan")).ShouldBe(200);
        (await sale.Operator.GetAsync($"/operator/schedules/{id}/sales")).ShouldBe(200);

        var fan = await sale.FanWithAsync(points: 1_000);
        var wish = new { scheduleId = id, category = "Standing", quantity = 2 };
        var reserved = (await fan.PostAsync("/reservations", wish, "two")).ShouldBe(201);
        var paid = (await fan.PostAsync($"/reservations/{reserved["id"]}/payment", null)).ShouldBe(200);
        Assert.Equal(2, paid["tickets"]!.AsArray().Count);
        var picture = await fan.GetAsync($"/tickets/{paid["tickets"]![0]!["id"]}.svg");
        Assert.Contains(">Standing</text>", picture.Text);
    }

    [Theory]
    [InlineData("{\"name\":\"x\",\"categories\":[],\"zones\":[]}")]
    [InlineData(null)]
    public async Task A_concert_without_any_place_is_refused(string? plan)
    {
        var (answer, _) = await ImportAsync(terms =>
        {
            StandingOnly(terms, plan);
            terms.Remove("admissions");
        });

        answer.ShouldBeProblem(422, "invalid-plan");
        answer.ShouldBlame("$.plan.zones");
    }

    [Fact]
    public async Task General_admission_has_no_seat_in_any_answer_and_shows_what_is_left()
    {
        var (answer, sale) = await ImportAsync(terms => StandingOnly(terms, null));
        var id = answer.ShouldBe(201)["id"]!.GetValue<Guid>();
        var fan = await sale.FanWithAsync(points: 1_000);
        var wish = new { scheduleId = id, category = "Standing", quantity = 2 };
        var reserved = (await fan.PostAsync("/reservations", wish, "two")).ShouldBe(201);
        var path = $"/reservations/{reserved["id"]}";

        Assert.Equal(98, await LeftAsync());
        var paid = (await fan.PostAsync($"{path}/payment", null)).ShouldBe(200);
        Assert.Equal(98, await LeftAsync());
        var code = new { code = $"{paid["tickets"]![0]!["code"]}", gate = "North", scheduleId = id };
        var admitted = (await sale.Operator.PostAsync("/operator/tickets/check-in", code)).ShouldBe(200);
        JsonNode[] shown =
        [
            .. reserved["seats"]!.AsArray()!,
            .. (await fan.GetAsync(path)).ShouldBe(200)["seats"]!.AsArray()!,
            .. (await fan.GetAsync("/reservations")).ShouldBe(200)["items"]![0]!["seats"]!.AsArray()!,
            .. paid["reservation"]!["seats"]!.AsArray()!,
            .. paid["tickets"]!.AsArray()!,
            .. (await fan.GetAsync("/tickets")).ShouldBe(200)["items"]!.AsArray()!,
            admitted,
        ];

        Assert.Equal(13, shown.Length);
        Assert.All(shown, seat =>
        {
            Assert.Equal("Standing", $"{seat["category"]}");
            string[] members = ["seat", "block", "row", "seatNumber", "label"];
            Assert.All(members, member => Assert.True(seat.AsObject().ContainsKey(member) && seat[member] is null));
        });

        async Task<int> LeftAsync() => (await fan.GetAsync($"/schedules/{id}"))
            .ShouldBe(200)["admissions"]![0]!["available"]!.GetValue<int>();
    }

    private static void StandingOnly(JsonObject terms, string? plan)
    {
        terms.Remove("plan");
        terms.Remove("prices");
        if (plan is not null)
            terms["plan"] = JsonNode.Parse(plan);
        terms["admissions"] = new JsonArray(
            new JsonObject { ["category"] = "Standing", ["capacity"] = 100, ["price"] = 70 });
    }

    private async Task<(ApiAnswer Answer, Importing Sale)> ImportAsync(
        Action<JsonObject> change, string? key = null)
    {
        var boss = await fixture.Server.OperatorAsync();
        var concert = (await boss.PostAsync("/operator/concerts", new { title = "Night", venue = "Hall" }))
            .ShouldBe(201);
        var terms = Sale.Terms();
        change(terms);
        var importing = new Importing(boss, fixture.Server, $"{concert["id"]}", terms);
        return (await importing.PostAsync(terms, key), importing);
    }

    private sealed record Importing(ApiClient Operator, ApiServer Server, string ConcertId, JsonObject Terms)
    {
        public Task<ApiAnswer> PostAsync(JsonNode terms, string? key) =>
            Operator.PostAsync($"/operator/concerts/{ConcertId}/schedules", terms, key);

        public async Task<ApiClient> FanWithAsync(long points)
        {
            var fan = await Server.FanAsync();
            if (points > 0)
                (await fan.PostAsync("/balance/charges", new { amount = points }, "first-charge")).ShouldBe(200);
            return fan;
        }
    }
}
