using Ticketing.Tests.Support;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class OperatorOrderTests(ApiFixture fixture)
{
    private readonly ApiServer server = fixture.Server;

    [Fact]
    public async Task An_order_that_has_ended_is_not_listed_not_undone_and_not_harmed_by_a_retry()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var paid = await Purchase.MakeAsync(sale, fan, TestPlan.Seat(1, 1));
        var path = $"/operator/orders/{paid.Payment["orderId"]}";

        (await sale.Operator.PostAsync($"{path}/retry", null)).ShouldBe(204);
        (await sale.Operator.PostAsync($"{path}/undo", null)).ShouldBeProblem(409, "order-has-ended");

        var listed = (await sale.Operator.GetAsync("/operator/orders?limit=100")).ShouldBe(200)["items"]!.AsArray();
        Assert.DoesNotContain(listed, order => $"{order!["id"]}" == $"{paid.Payment["orderId"]}");
        Assert.Single((await fan.GetAsync("/tickets")).ShouldBe(200)["items"]!.AsArray());
        Assert.Equal(880, (await fan.GetAsync("/balance")).ShouldBe(200)["balance"]!.GetValue<long>());
    }

    [Fact]
    public async Task What_was_given_back_is_undone_however_often_it_is_asked()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 0);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
        var refused = (await fan.PostAsync($"/reservations/{id}/payment", null))
            .ShouldBeProblem(402, "insufficient-balance");

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var order = (await sale.Operator.PostAsync($"/operator/orders/{refused["orderId"]}/undo", null))
                .ShouldBe(200);
            Assert.Equal("Failed", $"{order["status"]}");
        }
    }

    [Fact]
    public async Task An_order_that_has_received_no_event_yet_can_be_undone()
    {
        var sale = await Sale.OpenAsync(server);
        var fan = await sale.FanWithAsync(points: 1_000);
        var id = await sale.ReservedAsync(fan, TestPlan.Seat(1, 1));
        var order = Guid.NewGuid();
        await fixture.Database.ExecuteAsync(
            "update reservations set status = 1, updated_at = now(), version = version + 1 where id = $1", id);
        await fixture.Database.ExecuteAsync(
            "update payments set status = 1, order_id = $2, version = version + 1 where reservation_id = $1",
            id, order);

        var undone = (await sale.Operator.PostAsync($"/operator/orders/{order}/undo", null)).ShouldBe(200);

        Assert.Equal(("Failed", "undone-by-operator"), ($"{undone["status"]}", $"{undone["reason"]}"));
        await Wait.For(
            () => fan.GetAsync($"/reservations/{id}"), answer => $"{answer.ShouldBe(200)["status"]}" == "Pending");
        Assert.Equal(1_000, (await fan.GetAsync("/balance")).ShouldBe(200)["balance"]!.GetValue<long>());
    }

    [Fact]
    public async Task There_is_nothing_to_do_for_an_order_that_nobody_made()
    {
        var boss = await server.OperatorAsync();
        var fan = await server.FanAsync();
        foreach (var what in new[] { "retry", "undo" })
        {
            var path = $"/operator/orders/{Guid.NewGuid()}/{what}";
            (await boss.PostAsync(path, null)).ShouldBeProblem(404, "not-found");
            (await fan.PostAsync(path, null)).ShouldBeProblem(403, "forbidden");
        }

        (await boss.GetAsync("/operator/orders?stuck=true")).ShouldBe(200);
        (await boss.GetAsync("/operator/orders?stuck=perhaps")).ShouldBlame("stuck");
        (await boss.GetAsync("/operator/orders?cursor=none")).ShouldBlame("cursor");
        (await fan.GetAsync("/operator/orders")).ShouldBeProblem(403, "forbidden");
    }
}
