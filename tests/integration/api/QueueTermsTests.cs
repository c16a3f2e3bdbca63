using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Api;

[Collection(ApiCollection.Name)]
public sealed class QueueTermsTests(ApiFixture fixture)
{
    [Theory]
    [InlineData("maxActive", 0)]
    [InlineData("maxActive", 100_001)]
    [InlineData("maxActive", "many")]
    [InlineData("pacePerSecond", -1)]
    [InlineData("claimSeconds", 4)]
    [InlineData("claimSeconds", null)]
    [InlineData("activeSeconds", 86_401)]
    [InlineData("enabled", "yes")]
    [InlineData("draws", 1)]
    public async Task Bad_terms_of_a_queue_are_named(string member, object? value)
    {
        var sale = await Sale.OpenAsync(fixture.Server);
        var terms = Sale.Terms();
        terms["queue"] = new JsonObject { [member] = JsonValue.Create(value) };

        (await sale.Operator.PostAsync($"/operator/concerts/{sale.ConcertId}/schedules", terms))
            .ShouldBlame($"$.queue.{member}");
    }

    [Theory]
    [InlineData(null, true, 1_000)]
    [InlineData("null", true, 1_000)]
    [InlineData("{}", true, 1_000)]
    [InlineData("{\"maxActive\":5}", true, 5)]
    [InlineData("{\"enabled\":false}", false, 1_000)]
    public async Task A_schedule_has_a_queue_unless_it_is_switched_off(string? queue, bool enabled, int maxActive)
    {
        var sale = await Sale.OpenAsync(fixture.Server, terms =>
        {
            terms.Remove("queue");
            if (queue is not null)
                terms["queue"] = JsonNode.Parse(queue);
        });

        var store = fixture.Server.Services.GetRequiredService<ITicketStore>();
        var made = (await store.LoadQueueAsync(sale.ScheduleId))!.Queue;
        Assert.Equal(new QueueSettings(Enabled: enabled, MaxActive: maxActive, MoreTimes: 3), made.Settings);
    }
}
