using System.Diagnostics;
using Ticketing.Events;
using Ticketing.Storage;
using Ticketing.Tests.Kafka;
using Ticketing.Tests.Messaging;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Timing;

/// <summary>From a commit through relay and Kafka to the grain of a group.</summary>
[Collection(KafkaEventsCollection.Name)]
public sealed class KafkaEventTimeTests(KafkaBroker broker, PostgresFixture postgres, ITestOutputHelper output)
    : KafkaTest(broker, output)
{
    [Fact]
    public async Task An_event_is_handled_soon_after_its_commit()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await CreateTopicsAsync();
        await using var world = await EventWorld.StartAsync(
            database,
            [new Subscription(Topic, "one", Sample.To("one"))],
            ("Transport", "Kafka"),
            ("Kafka:BootstrapServers", Options.BootstrapServers),
            ("Kafka:TopicPrefix", Options.TopicPrefix),
            ("Kafka:SessionTimeoutSeconds", "6"),
            ("Kafka:FetchWaitMilliseconds", "10"));
        var times = new List<double>();
        for (var n = 0; n < 150; n++)
        {
            var handled = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            world.Heard.Gate = _ =>
            {
                handled.TrySetResult(Stopwatch.GetTimestamp());
                return Task.CompletedTask;
            };
            await world.Store.CommitAsync(new Commit { Events = [Sample.Event($"{n}")] });
            var committed = Stopwatch.GetTimestamp();
            times.Add(Stopwatch.GetElapsedTime(committed, await handled.Task).TotalMilliseconds);
        }

        var sorted = times.Order().ToArray();
        Output.WriteLine($"commit to handled: p50 {sorted[75]:0.0} ms, p99 {sorted[148]:0.0} ms");
        Assert.InRange(sorted[75], 0, 200);
    }
}
