using System.Text.Json.Nodes;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class ScheduleCurrencyTests(ApiFixture fixture)
{
    [Fact]
    public async Task A_schedule_shows_its_time_zone_and_its_currency_with_the_minor_units()
    {
        var won = await Sale.OpenAsync(fixture.Server);
        var euro = await Sale.OpenAsync(fixture.Server, terms =>
        {
            terms["currency"] = "EUR";
            terms["timeZone"] = "Europe/Vienna";
        });

        Assert.Equal(("Asia/Seoul", "KRW", 0), await ShownAsync(won));
        Assert.Equal(("Europe/Vienna", "EUR", 2), await ShownAsync(euro));
    }

    [Theory]
    [InlineData("timeZone")]
    [InlineData("currency")]
    public async Task A_schedule_is_not_made_without_it(string member)
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var path = $"/operator/concerts/{sale.ConcertId}/schedules";
        foreach (var wrong in new JsonNode?[] { null, "", "Narnia" })
        {
            var terms = Sale.Terms();
            terms[member] = wrong;
            (await sale.Operator.PostAsync(path, terms)).ShouldBlame($"$.{member}");
        }

        var without = Sale.Terms();
        without.Remove(member);
        (await sale.Operator.PostAsync(path, without)).ShouldBlame($"$.{member}");
    }

    [Fact]
    public async Task The_time_zone_can_be_corrected_and_the_currency_cannot()
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var path = $"/operator/schedules/{sale.ScheduleId}";

        (await sale.Operator.PatchAsync(path, new { timeZone = "Nowhere/Land" })).ShouldBlame("$.timeZone");
        (await sale.Operator.PatchAsync(path, new { currency = "EUR" })).ShouldBlame("$.currency");
        (await sale.Operator.PatchAsync(path, new { timeZone = "Asia/Tokyo" })).ShouldBe(200);

        Assert.Equal(("Asia/Tokyo", "KRW", 0), await ShownAsync(sale));
    }

    private static async Task<(string, string, int)> ShownAsync(Sale sale)
    {
        var shown = (await sale.Operator.GetAsync($"/schedules/{sale.ScheduleId}")).ShouldBe(200);
        return (
            shown["timeZone"]!.GetValue<string>(), shown["currency"]!.GetValue<string>(),
            shown["minorUnits"]!.GetValue<int>());
    }
}
