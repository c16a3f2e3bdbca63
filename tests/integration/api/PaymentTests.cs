using System.Text.Json.Nodes;
using Npgsql;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class PaymentTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task Paying_answers_with_a_ticket_for_each_seat()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);

        var paid = await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, 1), TestPlan.Seat(4, 2));

        Assert.Equal("Completed", Text(paid.Payment["status"]));
        Assert.Equal("Confirmed", Text(paid.Payment["reservation"]!["status"]));
        Assert.Equal(190, paid.Payment["amount"]!.GetValue<long>());
        Assert.Equal(
            [TestPlan.Seat(1, 1), TestPlan.Seat(4, 2)], paid.Tickets.Select(ticket => Text(ticket!["seat"])).Order());
        Assert.Equal(2, paid.Tickets.Select(ticket => Text(ticket!["code"])).Distinct().Count());
        Assert.Equal(810, await BalanceAsync(fan));
    }

    [Fact]
    public async Task However_often_and_from_wherever_it_is_paid_it_is_charged_once()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var path = $"/reservations/{await sale.ReservedAsync(fan, TestPlan.Seat(1, 1))}/payment";

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(click => fan.PostAsync(path, null, $"device-{click % 2}")));
        var later = (await fan.PostAsync(path, null)).ShouldBe(200);

        foreach (var answer in answers.Select(answer => answer.ShouldBe(200)))
        {
            Assert.Equal(Text(later["orderId"]), Text(answer["orderId"]));
            Assert.Equal(later["tickets"]!.ToJsonString(), answer["tickets"]!.ToJsonString());
        }

        Assert.Equal(1_000 - TestPlan.StallsPrice, await BalanceAsync(fan));
        var ledger = (await fan.GetAsync("/balance/ledger")).ShouldBe(200)["items"]!.AsArray();
        Assert.Single(ledger, entry => Text(entry!["kind"]) == "Debit");
    }

    [Fact]
    public async Task The_timeline_tells_every_step_of_every_attempt()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 100);
        var path = $"/reservations/{await sale.ReservedAsync(fan, TestPlan.Seat(1, 1))}";
        Assert.Empty((await fan.GetAsync($"{path}/timeline")).ShouldBe(200)["orders"]!.AsArray());

        var refused = (await fan.PostAsync($"{path}/payment", null)).ShouldBeProblem(402, "insufficient-balance");
        (await fan.PostAsync("/balance/charges", new { amount = 20 }, "more")).ShouldBe(200);
        var paid = (await fan.PostAsync($"{path}/payment", null)).ShouldBe(200);

        var orders = (await fan.GetAsync($"{path}/timeline")).ShouldBe(200)["orders"]!.AsArray();
        Assert.Equal([Text(paid["orderId"]), Text(refused["orderId"])], orders.Select(order => Text(order!["id"])));
        Assert.Equal(["Completed", "Failed"], orders.Select(order => Text(order!["status"])));
        Assert.Equal("insufficient-balance", Text(orders[1]!["reason"]));
        var steps = orders[0]!["steps"]!.AsArray().Select(step => Text(step!["name"])).ToArray();
        Assert.All(
            [
                "order.processing", "order.payment.success", "reservation.confirmed", "ticket.issued",
                "stock.decreased",
            ],
            step => Assert.Contains(step, steps));
        Assert.Equal("order.processing", steps[0]);
        (await sale.Operator.GetAsync($"{path}/timeline")).ShouldBe(200);
    }

    [Fact]
    public async Task What_belongs_to_the_payment_of_somebody_else_does_not_exist()
    {
        var sale = await Sale.OpenAsync(server);
        var owner = await sale.FanWithAsync(points: 1_000);
        var stranger = await sale.FanWithAsync(points: 1_000);
        var paid = await Purchase.MakeAsync(sale, owner, TestPlan.Seat(1, 1));
        var picture = $"/tickets/{paid.Tickets[0]!["id"]}.svg";

        (await stranger.GetAsync($"{paid.Path}/timeline")).ShouldBeProblem(404, "not-found");
        foreach (var other in new[] { stranger, sale.Operator })
        {
            (await other.PostAsync($"{paid.Path}/offer", new { accept = true })).ShouldBeProblem(404, "not-found");
            (await other.PostAsync($"{paid.Path}/payment", null)).ShouldBeProblem(404, "not-found");
            (await other.GetAsync(picture)).ShouldBeProblem(404, "not-found");
        }

        Assert.Empty((await stranger.GetAsync("/tickets")).ShouldBe(200)["items"]!.AsArray());
        foreach (var path in new[] { $"{paid.Path}/timeline", "/tickets", picture })
            (await server.Anonymous().GetAsync(path)).ShouldBeProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task Who_would_wait_too_long_is_told_where_to_look()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var impatient = await ApiServer.StartAsync(
            database.ConnectionString, ["Ticketing:Api:PaymentWaitSeconds=0"]);
        var sale = await Sale.OpenAsync(impatient);
        var fan = await sale.FanWithAsync(points: 1_000);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));

        var answer = await fan.PostAsync($"/reservations/{id}/payment", null);

        Assert.Equal("Processing", Text(answer.ShouldBe(202)["status"]));
        Assert.Equal($"/api/v1/reservations/{id}/timeline", $"{answer.Headers.Location}");
        var end = await Wait.For(
            () => fan.SendAsync(HttpMethod.Get, answer.Headers.Location!, content: null),
            told => told.Text.Contains("Completed", StringComparison.Ordinal));
        Assert.Equal("Completed", Text(Assert.Single(end.ShouldBe(200)["orders"]!.AsArray())!["status"]));
    }

    [Fact]
    public async Task What_is_being_paid_cannot_be_cancelled_and_has_no_offer()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        await using var slow = await ApiServer.StartAsync(
            database.ConnectionString, ["Ticketing:Api:PaymentWaitSeconds=1"]);
        var sale = await Sale.OpenAsync(slow);
        var fan = await sale.FanWithAsync(points: 1_000);
        var path = $"/reservations/{await sale.ReservedAsync(fan, TestPlan.Seat(1, 1))}";
        (await fan.PostAsync($"{path}/offer", new { accept = true })).ShouldBeProblem(409, "no-offer");

        await using (var busy = NpgsqlDataSource.Create(database.ConnectionString))
        await using (var connection = await busy.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // Blocks every read of the remaining stock.
            await using var command = new NpgsqlCommand("lock table stock, stock_takes", connection, transaction);
            await command.ExecuteNonQueryAsync();

            Assert.Equal("Processing", Text((await fan.PostAsync($"{path}/payment", null)).ShouldBe(202)["status"]));
            (await fan.DeleteAsync(path)).ShouldBeProblem(409, "payment-in-flight");
            (await fan.PostAsync($"{path}/offer", new { accept = true })).ShouldBeProblem(409, "no-offer");
        }

        await Wait.For(
            () => fan.PostAsync($"{path}/payment", null), answer => answer.Status is not (202 or 503));
        (await fan.PostAsync($"{path}/payment", null)).ShouldBe(200);
        Assert.Equal(1_000 - TestPlan.StallsPrice, await BalanceAsync(fan));
        (await fan.DeleteAsync(path)).ShouldBe(200);
        Assert.Equal(1_000, await BalanceAsync(fan));
    }

    private static string Text(JsonNode? value) => value!.GetValue<string>();

    private static async Task<long> BalanceAsync(ApiClient fan) =>
        (await fan.GetAsync("/balance")).ShouldBe(200)["balance"]!.GetValue<long>();
}
