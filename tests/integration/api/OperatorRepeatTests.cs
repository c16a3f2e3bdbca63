using System.Text.Json.Nodes;
using Npgsql;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class OperatorRepeatTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_concert_is_made_once_however_often_its_request_is_sent()
    {
        var boss = await fixture.Server.OperatorAsync();
        var (body, key) = (new { title = "Night", venue = "Hall" }, $"{Guid.NewGuid()}");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => boss.PostAsync("/operator/concerts", body, key)));

        Assert.Single(answers.Select(answer => answer.ShouldBe(201).ToJsonString()).Distinct());
        (await boss.PostAsync("/operator/concerts", new { title = "Day", venue = "Hall" }, key))
            .ShouldBeProblem(422, "idempotency-key-reused");
        (await boss.PostAsync("/operator/concerts", body, "two words")).ShouldBlame("Idempotency-Key");
    }

    [Fact]
    public async Task A_schedule_is_made_once_however_often_its_request_is_sent()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var path = $"/operator/concerts/{sale.ConcertId}/schedules";
        var (terms, key) = (Sale.Terms(), $"{Guid.NewGuid()}");

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => sale.Operator.PostAsync(path, terms, key)));

        var id = Assert.Single(answers.Select(answer => answer.ShouldBe(201)["id"]!.GetValue<Guid>()).Distinct());
        (await sale.Operator.PatchAsync($"/operator/schedules/{id}", new { holdSeconds = 60 })).ShouldBe(200);
        var repeated = (await sale.Operator.PostAsync(path, terms, key)).ShouldBe(201);
        Assert.Equal((id, 60), (repeated["id"]!.GetValue<Guid>(), repeated["holdSeconds"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("startsAt")]
    [InlineData("prices")]
    [InlineData("plan")]
    [InlineData("holdSeconds")]
    [InlineData("queue")]
    public async Task A_key_of_another_schedule_is_refused(string member)
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var path = $"/operator/concerts/{sale.ConcertId}/schedules";
        var (terms, key) = (Sale.Terms(), $"{Guid.NewGuid()}");
        (await sale.Operator.PostAsync(path, terms, key)).ShouldBe(201);
        terms[member] = member switch
        {
            "startsAt" => JsonValue.Create(DateTimeOffset.UtcNow.AddDays(31)),
            "prices" => new JsonObject { [TestPlan.Stalls] = 1, [TestPlan.Balcony] = 1 },
            "queue" => new JsonObject { ["enabled"] = true },
            "plan" => TestPlan.Create(stallRows: 1),
            _ => JsonValue.Create(30),
        };

        (await sale.Operator.PostAsync(path, terms, key)).ShouldBeProblem(422, "idempotency-key-reused");
    }

    [Theory]
    [InlineData("concerts")]
    [InlineData("schedules")]
    public async Task A_commit_without_an_answer_is_told_as_unknown(string table)
    {
        await using var database = await fixture.CreateEmptyDatabaseAsync();
        await using var server = await ApiServer.StartAsync(database.ConnectionString);
        var sale = await Sale.OpenAsync(server);
        await using (var dataSource = NpgsqlDataSource.Create(database.ConnectionString))
        {
            await using var command = dataSource.CreateCommand(
                $"""
                create function lose_connection() returns trigger language plpgsql as
                    $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
                create constraint trigger lost after insert on {table} deferrable initially deferred
                    for each row execute function lose_connection();
                """);
            await command.ExecuteNonQueryAsync();
        }

        var answer = table == "concerts"
            ? await sale.Operator.PostAsync("/operator/concerts", new { title = "a", venue = "b" }, "key")
            : await sale.Operator.PostAsync($"/operator/concerts/{sale.ConcertId}/schedules", Sale.Terms(), "key");

        answer.ShouldBeProblem(503, "outcome-unknown");
    }

    [Fact]
    public async Task A_schedule_does_not_start_in_the_past()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var terms = Sale.Terms();
        terms["startsAt"] = DateTimeOffset.UtcNow.AddMinutes(-1);

        (await sale.Operator.PostAsync($"/operator/concerts/{sale.ConcertId}/schedules", terms))
            .ShouldBlame("$.startsAt");
    }
}
