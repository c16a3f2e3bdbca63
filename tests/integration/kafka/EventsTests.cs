using System.Diagnostics;
using Confluent.Kafka;
using Ticketing.Events;
using Ticketing.Messaging;
using Ticketing.Storage;
using Ticketing.Tests.Messaging;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

/// <summary>From a commit through relay, Kafka and groups to the grains, wired as in a process.</summary>
[Collection(KafkaEventsCollection.Name)]
public sealed class EventsTests(KafkaBroker broker, PostgresFixture postgres, ITestOutputHelper output)
    : KafkaTest(broker, output)
{
    private static readonly Subscription One = new(Topic, "one", Sample.To("one"));
    private static readonly Subscription Other = new(Topic, "other", Sample.To("other"));

    [Fact]
    public async Task An_event_that_fails_some_times_holds_up_its_key_alone_and_is_handled_in_the_end()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var world = await StartAsync(database, [One], ("FirstRetryMilliseconds", "200"));
        var (first, next, stranger) = (Sample.Event("k"), Sample.Event("k"), Sample.Event("stranger"));
        var failures = 3;
        world.Heard.FaultOf = one => one.EventId == first.EventId && Interlocked.Decrement(ref failures) >= 0
            ? new FormatException("Sick.")
            : null;

        await world.Store.CommitAsync(new Commit { Events = [first, next, stranger] });
        await Wait.Until(() => world.Heard.Taken.Length == 3, "all are handled");

        Assert.Equal(
            [stranger.EventId, first.EventId, next.EventId], world.Heard.Taken.Select(one => one.EventId));
        Assert.Empty(await world.DeadLetters.ListAsync(null, null, null, 10, default));
    }

    [Fact]
    public async Task A_poison_event_ends_among_the_dead_letters_and_is_replayed_for_its_group_alone()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var world = await StartAsync(
            database, [One, Other], ("MaxAttempts", "2"), ("FirstRetryMilliseconds", "1"));
        var sick = true;
        world.Heard.FaultOf = one => sick && one.Grain == "one" ? new FormatException("Sick.") : null;
        var sent = Sample.Event("k");

        await world.Store.CommitAsync(new Commit { Events = [sent] });
        var shown = ReadDeadLetter();
        Assert.Equal((sent.EventId.ToString(), sent.Payload), (shown.Headers.Find("ce_id"), shown.Value));
        Assert.Equal(("one", "2"), (shown.Headers.Find("dead-group"), shown.Headers.Find("dead-attempts")));
        Assert.Contains("Sick.", shown.Headers.Find("dead-error"), StringComparison.Ordinal);
        await Wait.Until(
            async () => await world.DeadLetters.FindAsync(sent.EventId, "one", default) is not null);

        sick = false;
        Assert.True(await world.DeadLetters.ReplayAsync(sent.EventId, "one", default));
        await Wait.Until(() => world.Heard.Taken.Length == 2, "both have handled it");
        var marker = Sample.Event("k");
        await world.Store.CommitAsync(new Commit { Events = [marker] });
        await Wait.Until(
            () => world.Heard.Taken.Count(one => one.EventId == marker.EventId) == 2, "both have the next event");
        Assert.Equal(
            ["one", "other"],
            world.Heard.Taken.Where(one => one.EventId == sent.EventId).Select(one => one.Grain).Order());
    }

    [Fact]
    public async Task Every_message_carries_the_trace_that_caused_it()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Ticketing.Messaging" or "Microsoft.Orleans.Application",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        await using var database = await postgres.CreateDatabaseAsync();
        await using var world = await StartAsync(
            database, [One], ("MaxAttempts", "1"), ("FirstRetryMilliseconds", "1"));
        world.Heard.FaultOf = one => one.Key == "sick" ? new FormatException("Sick.") : null;
        const string Request = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        // Of a request, of a timer, which has no trace of its own, and one that becomes a dead letter.
        OutboxEvent[] sent = [Sample.Event("a", traceParent: Request), Sample.Event("b"), Sample.Event("sick")];
        await world.Store.CommitAsync(new Commit { Events = [.. sent] });

        Assert.True(ActivityContext.TryParse(TraceOf(ReadDeadLetter()), null, out _));
        var messages = ReadAll(sent.Length);
        Assert.Equal(sent.Select(one => one.EventId).Order(), messages.Keys.Order());
        Assert.All(messages.Values, trace => Assert.True(ActivityContext.TryParse(trace, null, out _), trace));
        Assert.StartsWith(Request[..35], messages[sent[0].EventId], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_does_without_kafka_loads_nothing_of_it()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var api = await ApiProcess.StartAsync(database.ConnectionString);

        var loaded = await File.ReadAllTextAsync($"/proc/{api.Id}/maps");

        Assert.Contains("silo.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Confluent.Kafka.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("librdkafka", loaded, StringComparison.Ordinal);
    }

    private async Task<EventWorld> StartAsync(
        PostgresDatabase database, Subscription[] subscriptions, params (string Name, string Value)[] settings)
    {
        await CreateTopicsAsync();
        return await EventWorld.StartAsync(
            database, subscriptions,
            [
                .. settings,
                ("Transport", "Kafka"),
                ("Kafka:BootstrapServers", Options.BootstrapServers),
                ("Kafka:TopicPrefix", Options.TopicPrefix),
                ("Kafka:SessionTimeoutSeconds", "6"),
                ("Kafka:FetchWaitMilliseconds", "10"),
            ]);
    }

    private static string? TraceOf(Message<string, string> message) => message.Headers.Find("traceparent");

    /// <summary>The traces of that many messages of the topic, by event.</summary>
    private Dictionary<Guid, string?> ReadAll(int count)
    {
        using var reader = new ConsumerBuilder<string, string>(KafkaSettings.Consumer(Options, "reader")).Build();
        reader.Assign(Enumerable.Range(0, 12).Select(
            partition => new TopicPartitionOffset(Options.NameOf(Topic), partition, Offset.Beginning)));
        var found = new Dictionary<Guid, string?>();
        while (found.Count < count)
        {
            var message = reader.Consume(TimeSpan.FromSeconds(20)).Message;
            found[Guid.Parse(message.Headers.Find("ce_id")!)] = TraceOf(message);
        }

        return found;
    }

    private Message<string, string> ReadDeadLetter()
    {
        using var reader = new ConsumerBuilder<string, string>(KafkaSettings.Consumer(Options, "reader")).Build();
        reader.Assign(new TopicPartitionOffset(Options.DeadLetterNameOf(Topic), 0, Offset.Beginning));
        return reader.Consume(TimeSpan.FromSeconds(20)).Message;
    }
}
