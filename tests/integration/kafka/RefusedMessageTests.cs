using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

/// <summary>Messages that Kafka will never take.</summary>
[Collection(KafkaCollection.Name)]
public sealed class RefusedMessageTests(KafkaBroker broker, ITestOutputHelper output) : KafkaTest(broker, output)
{
    private static readonly string TooLarge = $"\"{new string('x', 2_000_000)}\"";

    [Fact]
    public async Task An_event_that_is_too_large_becomes_a_dead_letter_of_each_group_and_the_next_of_its_key_follows()
    {
        await CreateTopicsAsync(topics: [Topic, "seat.blocked"]);
        var groups = new[] { new FakeGroup("one", [Topic]), new FakeGroup("other", [Topic]) };
        await using var process = await StartAsync(Options, [.. groups, new FakeGroup("third", ["seat.blocked"])]);
        var (large, next) = (Row("k", payload: TooLarge), Row("k"));

        await DeliverAsync(process, large, next);
        await Wait.Until(() => groups.All(group => group.Handled.Count > 0), "both groups have the next event");

        Assert.All(groups, group => Assert.Equal(next.Event, Assert.Single(group.Handled)));
        Assert.Equal(["one", "other"], process.DeadLetters.Letters.Select(letter => letter.Group).Order());
        Assert.All(process.DeadLetters.Letters, letter => Assert.Equal(large.Event, letter.Event));
        Assert.All(
            process.DeadLetters.Letters,
            letter => Assert.Contains("max.message.bytes", letter.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_for_one_group_becomes_a_dead_letter_of_that_group()
    {
        await CreateTopicsAsync();
        await using var process = await StartAsync(
            Options, new FakeGroup("one", [Topic]), new FakeGroup("other", [Topic]));

        await DeliverAsync(process, Row("k", payload: TooLarge, onlyGroup: "one"));

        Assert.Equal("one", Assert.Single(process.DeadLetters.Letters).Group);
    }

    /// <summary>The mock cluster has no such limit.</summary>
    [Fact]
    [Trait("Needs", "Broker")]
    public async Task Messages_that_are_too_large_only_together_all_arrive()
    {
        const int Limit = 2_000;
        await CreateTopicsAsync(partitions: 1);
        await Broker.LimitMessagesAsync(Options.NameOf(Topic), Limit);
        var group = new FakeGroup("one", [Topic]);
        await using var process = await StartAsync(Options with { PartitionsPerTopic = 1 }, group);
        var rows = Enumerable.Range(0, 200).Select(n => Row($"{n}", payload: new string('x', 500))).ToArray();
        var large = Row("large", payload: new string('x', Limit));

        await DeliverAsync(process, [.. rows, large, Row("after")]);
        await Wait.Until(() => group.Handled.Count >= 201, "all but one are handled");

        Assert.Equal(
            rows.Select(row => row.Event.EventId).Order(),
            group.Handled.Where(one => one.Key != "after").Select(one => one.EventId).Distinct().Order());
        Assert.Equal(large.Event, Assert.Single(process.DeadLetters.Letters).Event);
    }
}
