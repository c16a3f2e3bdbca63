using System.IO.Compression;
using System.Text.Json.Nodes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class CatalogTests(ApiFixture fixture)
{
    private readonly ApiClient anonymous = fixture.Server.Anonymous();

    [Fact]
    public async Task A_concert_and_its_schedule_are_shown_as_they_were_made()
    {
        var sale = await Sale.OpenAsync(fixture.Server);

        var concert = (await anonymous.GetAsync($"/concerts/{sale.ConcertId}")).ShouldBe(200);
        Assert.Equal("Night", concert["title"]!.GetValue<string>());
        var schedules = (await anonymous.GetAsync($"/concerts/{sale.ConcertId}/schedules")).ShouldBe(200);
        Assert.Equal(sale.ScheduleId, Assert.Single(schedules["items"]!.AsArray())!["id"]!.GetValue<Guid>());
        var schedule = (await anonymous.GetAsync($"/schedules/{sale.ScheduleId}")).ShouldBe(200);
        Assert.Equal(50, schedule["seatCount"]!.GetValue<int>());
        Assert.Equal(300, schedule["holdSeconds"]!.GetValue<int>());
        var stalls = schedule["categories"]!.AsArray()[0]!;
        Assert.Equal(TestPlan.Stalls, stalls["name"]!.GetValue<string>());
        Assert.Equal(TestPlan.StallsPrice, stalls["price"]!.GetValue<long>());
        Assert.Equal("#aa2222", stalls["color"]!.GetValue<string>());
    }

    [Fact]
    public async Task General_admission_is_shown_as_it_was_asked_for()
    {
        var standing = new JsonObject { ["category"] = "Standing", ["capacity"] = 500, ["price"] = 70 };
        var sale = await Sale.OpenAsync(fixture.Server, terms => terms["admissions"] = new JsonArray(standing));

        var schedule = (await anonymous.GetAsync($"/schedules/{sale.ScheduleId}")).ShouldBe(200);

        standing["available"] = 500;
        Assert.True(JsonNode.DeepEquals(standing, Assert.Single(schedule["admissions"]!.AsArray())));
        Assert.Equal(2, schedule["categories"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("[null]", "$.admissions[0].category")]
    [InlineData("[{\"category\":\"Stalls\",\"capacity\":1,\"price\":1}]", "$.admissions[0].category")]
    [InlineData("[{\"category\":\"A\",\"capacity\":1000001,\"price\":1}]", "$.admissions[0].capacity")]
    public async Task General_admission_that_cannot_be_is_named(string admissions, string path)
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var terms = Sale.Terms();
        terms["admissions"] = JsonNode.Parse(admissions);

        (await sale.Operator.PostAsync($"/operator/concerts/{sale.ConcertId}/schedules", terms)).ShouldBlame(path);
    }

    [Fact]
    public async Task Lists_have_what_is_to_come_unless_asked_otherwise_and_search_by_words()
    {
        var sale = await Sale.OpenAsync(
            fixture.Server, terms => terms["startsAt"] = DateTimeOffset.UtcNow.AddSeconds(2));
        var word = $"Bébé{Guid.NewGuid():N}";
        var boss = await fixture.Server.OperatorAsync();
        (await boss.PostAsync("/operator/concerts", new { title = word, venue = "Hall" })).ShouldBe(201);
        var dates = $"/concerts/{sale.ConcertId}/schedules";
        await Wait.Until(async () => (await ItemsAsync(dates)).Count == 0, "the only date is past");

        Assert.Empty(await ItemsAsync(dates + "?when=upcoming"));
        Assert.Single(await ItemsAsync(dates + "?when=past"));
        Assert.Single(await ItemsAsync(dates + "?when=all"));
        Assert.DoesNotContain(await ItemsAsync("/concerts?limit=100"), IsOfSale);
        Assert.Contains(await ItemsAsync("/concerts?limit=100&when=past"), IsOfSale);
        Assert.Single(await ItemsAsync($"/concerts?search={word.Replace('é', 'e').ToUpperInvariant()}"));
        Assert.Empty(await ItemsAsync($"/concerts?search={word}&when=past"));

        (await anonymous.GetAsync("/concerts?when=tomorrow")).ShouldBlame("when");
        (await anonymous.GetAsync(dates + "?when=Past")).ShouldBlame("when");
        (await anonymous.GetAsync($"/concerts?search={new string('x', 101)}")).ShouldBlame("search");

        async Task<JsonArray> ItemsAsync(string path) =>
            (await anonymous.GetAsync(path)).ShouldBe(200)["items"]!.AsArray();

        bool IsOfSale(JsonNode? concert) => concert!["id"]!.GetValue<Guid>() == sale.ConcertId;
    }

    [Fact]
    public async Task Pages_of_concerts_meet_without_a_gap()
    {
        var boss = await fixture.Server.OperatorAsync();
        var made = new List<Guid>();
        for (var number = 0; number < 5; number++)
        {
            var body = new { title = $"{number}", venue = "v" };
            var concert = (await boss.PostAsync("/operator/concerts", body)).ShouldBe(201);
            made.Insert(0, concert["id"]!.GetValue<Guid>());
        }

        var first = (await anonymous.GetAsync("/concerts?limit=2")).ShouldBe(200);
        var second = (await anonymous.GetAsync($"/concerts?limit=3&cursor={first["nextCursor"]}")).ShouldBe(200);

        var listed = first["items"]!.AsArray().Concat(second["items"]!.AsArray());
        Assert.Equal(made, listed.Select(item => item!["id"]!.GetValue<Guid>()));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=99999999999999999999", "limit")]
    [InlineData("limit=", "limit")]
    [InlineData("cursor=xyz", "cursor")]
    [InlineData("cursor=%00", "cursor")]
    [InlineData("cursor=________________________________", "cursor")]
    public async Task A_bad_page_is_named(string query, string field)
    {
        var fan = await fixture.Server.FanAsync();

        (await anonymous.GetAsync($"/concerts?{query}")).ShouldBlame(field);
        (await fan.GetAsync($"/reservations?{query}")).ShouldBlame(field);
        (await fan.GetAsync($"/balance/ledger?{query}")).ShouldBlame(field);
    }

    [Fact]
    public async Task The_plan_is_given_as_it_was_imported_and_once()
    {
        var sale = await Sale.OpenAsync(fixture.Server);

        var plan = await anonymous.GetAsync($"/schedules/{sale.ScheduleId}/plan");

        Assert.True(JsonNode.DeepEquals(TestPlan.Create(), plan.ShouldBe(200)));
        Assert.Equal("application/json", plan.MediaType);
        Assert.True(plan.Headers.CacheControl!.MaxAge > TimeSpan.FromDays(1));
        var again = await anonymous.GetAsync($"/schedules/{sale.ScheduleId}/plan", plan.Headers.ETag!.ToString());
        Assert.Equal((304, ""), (again.Status, again.Text));
    }

    [Theory]
    [InlineData("gzip, br", true)]
    [InlineData("*", true)]
    [InlineData("br", false)]
    [InlineData("*, gzip;q=0", false)]
    [InlineData("gzip;q=rubbish;;", false)]
    public async Task The_plan_is_gzipped_for_who_takes_that(string accepted, bool gzipped)
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/schedules/{sale.ScheduleId}/plan");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var answer = await fixture.Server.Http.SendAsync(request);

        Assert.Equal(gzipped ? ["gzip"] : [], answer.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], answer.Headers.Vary);
        Assert.NotNull(answer.Headers.ETag);
        await using var sent = await answer.Content.ReadAsStreamAsync();
        await using var plain = gzipped ? new GZipStream(sent, CompressionMode.Decompress) : sent;
        Assert.True(JsonNode.DeepEquals(TestPlan.Create(), await JsonNode.ParseAsync(plain)));
    }

    [Fact]
    public async Task The_seat_map_is_not_sent_again_until_it_changes()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var fan = await sale.FanWithAsync(points: 0);
        var path = $"/schedules/{sale.ScheduleId}/seats";
        var empty = await anonymous.GetAsync(path);
        Assert.Empty(empty.ShouldBe(200)["held"]!.AsArray());
        var version = empty.Headers.ETag!.ToString();
        Assert.Equal(304, (await anonymous.GetAsync(path, version)).Status);
        Assert.Equal(304, (await anonymous.GetAsync(path, $"\"another\", W/{version}")).Status);
        Assert.Equal(200, (await anonymous.GetAsync(path, "\"another\"")).Status);
        Assert.Equal(200, (await anonymous.GetAsync(path, "rubbish")).Status);

        await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));

        // Arrives at once by an event; if the event is lost, with the next comparison with the table.
        var changed = (await ChangedAsync(path, version)).ShouldBe(200);
        Assert.Equal(TestPlan.Seat(1, 1), Assert.Single(changed["held"]!.AsArray())!.GetValue<string>());
    }

    private Task<ApiAnswer> ChangedAsync(string path, string version) =>
        Wait.For(() => anonymous.GetAsync(path, version), answer => answer.Status != 304);

    [Theory]
    [InlineData("/concerts/{0}")]
    [InlineData("/concerts/{0}/schedules")]
    [InlineData("/schedules/{0}")]
    [InlineData("/schedules/{0}/plan")]
    [InlineData("/schedules/{0}/seats")]
    public async Task What_does_not_exist_is_not_found(string path)
    {
        foreach (var id in new[] { $"{Guid.NewGuid()}", $"{Guid.Empty}", "1", "..%2F..", new string('a', 300) })
        {
            var address = string.Format(null, path, id);
            (await anonymous.GetAsync(address)).ShouldBeProblem(404, "not-found");
        }
    }
}
