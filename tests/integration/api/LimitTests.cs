using Microsoft.Extensions.DependencyInjection;
using Ticketing.Api;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class LimitTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_client_that_asks_too_much_is_told_when_to_come_back_and_others_are_not_disturbed()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString,
            [
                "Ticketing:Api:RateLimits:Enabled=true",
                "Ticketing:Api:RateLimits:ReadBurst=5",
                "Ticketing:Api:RateLimits:ReadsPerSecond=1",
                "Ticketing:Api:RateLimits:WriteBurst=2",
                "Ticketing:Api:RateLimits:WritesPerSecond=1",
            ]);
        var greedy = await server.FanAsync();
        var modest = await server.FanAsync();

        var reads = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => greedy.GetAsync("/balance")));
        var writes = await Task.WhenAll(Enumerable.Range(0, 10).Select(
            number => greedy.PostAsync("/balance/charges", new { amount = 1 }, $"key-{number}")));

        foreach (var answers in new[] { reads, writes })
        {
            Assert.Contains(answers, answer => answer.Status == 200);
            var refused = answers.First(answer => answer.Status != 200);
            refused.ShouldBeProblem(429, "too-many-requests");
            Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        }

        (await modest.GetAsync("/balance")).ShouldBe(200);
        (await modest.PostAsync("/balance/charges", new { amount = 1 }, "key")).ShouldBe(200);
    }

    [Fact]
    public async Task Guessing_passwords_is_slowed_down_by_address()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString,
            ["Ticketing:Api:RateLimits:Enabled=true", "Ticketing:Api:RateLimits:PasswordBurst=3"]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => server.Anonymous().PostAsync(
            "/sessions", new { email = $"fan-{number}@example.org", password = "a guess at it" })));

        Assert.Contains(answers, answer => answer.Status == 401);
        Assert.Contains(answers, answer => answer.Status == 429);
    }

    [Fact]
    public async Task More_passwords_than_can_be_hashed_are_answered_overloaded()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString,
            [
                "Ticketing:Api:PasswordIterations=300000",
                "Ticketing:Api:Concurrency:Passwords=1",
                "Ticketing:Api:Concurrency:PasswordsQueued=1",
            ]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => server.Anonymous().PostAsync(
            "/sessions", new { email = $"fan-{number}@example.org", password = "a guess at it" })));

        Assert.Contains(answers, answer => answer.Status == 401);
        var refused = answers.First(answer => answer.Status != 401);
        refused.ShouldBeProblem(503, "overloaded");
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Who_waits_too_long_for_a_turn_is_answered_overloaded()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString,
            ["Ticketing:Api:Concurrency:Passwords=1", "Ticketing:Api:Concurrency:MaxWaitSeconds=1"]);
        var guess = new { email = "fan@example.org", password = "a guess at it" };

        using (await server.Services.GetRequiredService<WorkGate>()
            .EnterAsync(WorkKind.Password, CancellationToken.None))
        {
            (await server.Anonymous().PostAsync("/sessions", guess)).ShouldBeProblem(503, "overloaded");
        }

        Assert.Equal(401, (await server.Anonymous().PostAsync("/sessions", guess)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rush_to_the_queue_and_to_the_seats_do_not_hinder_each_other(bool joinsAreBusy)
    {
        await using var server = await ApiServer.StartAsync(
            fixture.Database.ConnectionString,
            [
                "Ticketing:Api:Concurrency:Writes=1", "Ticketing:Api:Concurrency:WritesQueued=0",
                "Ticketing:Api:Concurrency:Joins=1", "Ticketing:Api:Concurrency:JoinsQueued=0",
            ]);
        var sale = await Sale.OpenAsync(server, terms => terms.Remove("queue"));
        var fan = await server.FanAsync();

        var busy = joinsAreBusy ? WorkKind.Join : WorkKind.Write;
        using (await server.Services.GetRequiredService<WorkGate>().EnterAsync(busy, CancellationToken.None))
        {
            var join = await fan.PostAsync($"/schedules/{sale.ScheduleId}/queue-tokens", null);
            var charge = await fan.PostAsync("/balance/charges", new { amount = 1 }, "key");
            (joinsAreBusy ? join : charge).ShouldBeProblem(503, "overloaded");
            (joinsAreBusy ? charge : join).ShouldBe(joinsAreBusy ? 200 : 201);
        }
    }

    [Fact]
    public async Task Payments_that_wait_for_their_end_keep_nobody_from_reserving()
    {
        await using var server = await ApiServer.StartAsync(
            fixture.Database.ConnectionString,
            ["Ticketing:Api:Concurrency:Payments=1", "Ticketing:Api:Concurrency:PaymentsQueued=0"]);
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var path = $"/reservations/{await sale.ReservedAsync(fan, TestPlan.Seat(1, 1))}/payment";

        var gate = server.Services.GetRequiredService<WorkGate>();
        using (await gate.EnterAsync(WorkKind.Payment, CancellationToken.None))
        {
            (await fan.PostAsync(path, null)).ShouldBeProblem(503, "overloaded");
            await sale.ReservedAsync(fan, TestPlan.Seat(1, 2));
        }

        (await fan.PostAsync(path, null)).ShouldBe(200);
    }

    [Fact]
    public async Task Only_so_many_are_sent_a_plan_at_once()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString,
            ["Ticketing:Api:Concurrency:PlanSenders=1", "Ticketing:Api:Concurrency:MaxWaitSeconds=1"]);
        var sale = await Sale.OpenAsync(server);
        var path = $"/schedules/{sale.ScheduleId}/plan";

        using (await server.Services.GetRequiredService<WorkGate>().EnterAsync(WorkKind.Plan, CancellationToken.None))
        {
            var refused = await server.Anonymous().GetAsync(path);
            refused.ShouldBeProblem(503, "overloaded");
            Assert.Null(refused.Headers.ETag);
        }

        (await server.Anonymous().GetAsync(path)).ShouldBe(200);
    }

    [Fact]
    public async Task A_request_that_waits_for_its_turn_counts_once_for_its_client()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString,
            [
                "Ticketing:Api:PasswordIterations=50000",
                "Ticketing:Api:RateLimits:Enabled=true",
                "Ticketing:Api:RateLimits:PasswordBurst=20",
                "Ticketing:Api:RateLimits:PasswordsPerSecond=1",
                "Ticketing:Api:Concurrency:Passwords=1",
                "Ticketing:Api:Concurrency:MaxWaitSeconds=30",
            ]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => server.Anonymous().PostAsync(
            "/sessions", new { email = $"fan-{number}@example.org", password = "a guess at it" })));

        Assert.All(answers, answer => answer.ShouldBeProblem(401, "wrong-credentials"));
    }

    [Fact]
    public async Task A_plan_may_be_larger_than_other_bodies_but_not_without_end()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var server = await ApiServer.StartAsync(
            database.ConnectionString, ["Ticketing:Api:PlanBodyMaxBytes=200000"]);
        var boss = await server.OperatorAsync();
        var concert = (await boss.PostAsync("/operator/concerts", new { title = "a", venue = "b" })).ShouldBe(201);
        var path = $"/operator/concerts/{concert["id"]}/schedules";
        var terms = Sale.Terms();
        terms["plan"] = TestPlan.Create(stallRows: 50, balconyRows: 1, seatsPerRow: 20);
        Assert.InRange(terms.ToJsonString().Length, 70_000, 200_000);

        (await boss.PostAsync(path, terms.ToJsonString())).ShouldBe(201);
        terms["plan"] = TestPlan.Create(stallRows: 150, balconyRows: 1, seatsPerRow: 20);
        (await boss.PostAsync(path, terms.ToJsonString())).ShouldBeProblem(413, "too-large");
    }

    [Fact]
    public async Task Options_out_of_bounds_stop_the_start()
    {
        await using var database = await fixture.CreateDatabaseAsync();

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => ApiServer.StartAsync(
            database.ConnectionString, ["Ticketing:Api:RateLimits:ReadBurst=0"]));

        Assert.Contains("ReadBurst", fault.ToString(), StringComparison.Ordinal);
    }
}
