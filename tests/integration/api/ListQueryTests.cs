namespace Ticketing.Tests.Api;

/// <summary>Queries of lists: cursors belong to their list, and nothing in a query is ignored.</summary>
[Collection(ApiCollection.Name)]
public sealed class ListQueryTests(ApiFixture fixture)
{
    [Theory]
    [InlineData("/concerts?Limit=5", "Limit")]
    [InlineData("/concerts?limit=5&page=2", "page")]
    [InlineData("/balance?verbose=true", "verbose")]
    [InlineData("/reservations?status=Confirmed", "status")]
    public async Task A_parameter_that_the_address_does_not_have_is_named(string path, string name)
    {
        var fan = await fixture.Server.FanAsync();

        var refused = await fan.GetAsync(path);

        refused.ShouldBeProblem(400, "invalid-request");
        refused.ShouldBlame(name);
    }

    [Fact]
    public async Task A_write_with_an_unknown_parameter_changes_nothing()
    {
        var fan = await fixture.Server.FanAsync();

        (await fan.PostAsync("/balance/charges?amount=5", new { amount = 1 }, "key")).ShouldBlame("amount");

        Assert.Equal(0, (await fan.GetAsync("/balance")).ShouldBe(200)["balance"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_cursor_is_good_for_its_list_and_its_owner_only()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var (fan, other) = (await sale.FanWithAsync(points: 1_000), await sale.FanWithAsync(points: 1_000));
        foreach (var buyer in new[] { fan, other })
        {
            var row = buyer == fan ? 1 : 2;
            await Purchase.MakeAsync(sale, buyer, TestPlan.Seat(row, 1));
            await Purchase.MakeAsync(sale, buyer, TestPlan.Seat(row, 2));
        }

        string[] lists = ["/reservations", "/tickets", "/balance/ledger"];
        var cursors = new Dictionary<string, string>();
        foreach (var list in lists)
        {
            var page = (await fan.GetAsync($"{list}?limit=1")).ShouldBe(200);
            cursors[list] = page["nextCursor"]!.GetValue<string>();
            (await fan.GetAsync($"{list}?limit=1&cursor={cursors[list]}")).ShouldBe(200);
            (await fan.GetAsync($"{list}?limit=1&cursor=%20{cursors[list]}%0A")).ShouldBe(200);
        }

        foreach (var list in lists)
        {
            (await other.GetAsync($"{list}?cursor={cursors[list]}")).ShouldBlame("cursor");
            foreach (var foreign in lists.Except([list]))
                (await fan.GetAsync($"{list}?cursor={cursors[foreign]}")).ShouldBlame("cursor");
        }

        (await sale.Operator.GetAsync($"/operator/orders?cursor={cursors["/tickets"]}")).ShouldBlame("cursor");
        (await sale.Operator.GetAsync($"/operator/dead-letters?cursor={cursors["/tickets"]}")).ShouldBlame("cursor");
    }
}
