using System.Text.Json;
using System.Text.Json.Nodes;
using Ticketing.Api;

namespace Ticketing.Tests.Api;

/// <summary>PATCH: members that are absent, null, or not there.</summary>
[Collection(ApiCollection.Name)]
public sealed class PartialChangeTests(ApiFixture fixture)
{
    public static TheoryData<string, string> Members()
    {
        var members = new TheoryData<string, string>();
        foreach (var (path, body) in new[] { ("/queue", typeof(QueueChangeRequest)), ("", typeof(ScheduleChange)) })
            foreach (var member in body.GetProperties())
                members.Add(path, JsonNamingPolicy.CamelCase.ConvertName(member.Name));
        return members;
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task Null_is_refused_with_words_and_changes_nothing(string path, string member)
    {
        var sale = await Sale.OpenAsync(fixture.Server, terms => terms.Remove("queue"));
        var address = $"/operator/schedules/{sale.ScheduleId}{path}";
        var before = await StateAsync(sale);

        var refused = await sale.Operator.PatchAsync(address, new JsonObject { [member] = null }.ToJsonString());

        refused.ShouldBeProblem(400, "invalid-request");
        var error = Assert.Single(refused.Json["errors"]!.AsArray())!;
        Assert.Equal($"$.{member}", error["field"]!.GetValue<string>());
        Assert.Contains("leave the member out", error["message"]!.GetValue<string>());
        Assert.Equal(before, await StateAsync(sale));
    }

    [Fact]
    public async Task An_absent_member_keeps_its_value()
    {
        var sale = await Sale.OpenAsync(
            fixture.Server, terms => terms["queue"] = new JsonObject { ["maxActive"] = 7, ["claimSeconds"] = 70 });

        (await sale.Operator.PatchAsync($"/operator/schedules/{sale.ScheduleId}", new { holdSeconds = 99 }))
            .ShouldBe(200);
        var queue = (await sale.Operator.PatchAsync(
            $"/operator/schedules/{sale.ScheduleId}/queue", new { maxActive = 8 })).ShouldBe(200)["settings"]!;

        Assert.Equal((8, 70), (queue["maxActive"]!.GetValue<int>(), queue["claimSeconds"]!.GetValue<int>()));
        var schedule = (await sale.Operator.GetAsync($"/schedules/{sale.ScheduleId}")).ShouldBe(200);
        Assert.Equal(
            (99, 8), (schedule["holdSeconds"]!.GetValue<int>(), schedule["seatsPerFan"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("", "startsAt", "POST /operator/concerts/{id}/schedules")]
    [InlineData("", "prices", "POST /operator/concerts/{id}/schedules")]
    [InlineData("", "plan", "POST /operator/concerts/{id}/schedules")]
    [InlineData("", "title", "POST /operator/concerts")]
    [InlineData("", "queue", "PATCH /operator/schedules/{id}/queue")]
    [InlineData("", "maxActive", "PATCH /operator/schedules/{id}/queue")]
    [InlineData("/queue", "opensAt", "Change the terms of the sale with PATCH /operator/schedules/{id}")]
    [InlineData("/queue", "settings", "without this member")]
    public async Task A_member_that_people_expect_is_answered_with_the_way(string path, string member, string way)
    {
        var sale = await Sale.OpenAsync(fixture.Server);

        var refused = await sale.Operator.PatchAsync(
            $"/operator/schedules/{sale.ScheduleId}{path}", new JsonObject { [member] = 1 }.ToJsonString());

        refused.ShouldBeProblem(400, "invalid-request");
        var error = Assert.Single(refused.Json["errors"]!.AsArray())!;
        Assert.Equal($"$.{member}", error["field"]!.GetValue<string>());
        Assert.Contains(way, error["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_member_that_nobody_would_expect_is_unknown()
    {
        var sale = await Sale.OpenAsync(fixture.Server);

        var refused = await sale.Operator.PatchAsync($"/operator/schedules/{sale.ScheduleId}", """{"colour":1}""");

        refused.ShouldBlame("$.colour");
        Assert.DoesNotContain("/operator/", refused.Json["errors"]!.ToJsonString());
    }

    private static async Task<(string Schedule, string Queue)> StateAsync(Sale sale) => (
        (await sale.Operator.GetAsync($"/schedules/{sale.ScheduleId}")).ShouldBe(200).ToJsonString(),
        (await sale.Operator.GetAsync($"/operator/schedules/{sale.ScheduleId}/queue")).ShouldBe(200)["settings"]!
            .ToJsonString());
}
