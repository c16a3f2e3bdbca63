using Ticketing.Events;
using Ticketing.Storage;
using Ticketing.Tests.Messaging;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

/// <summary>From the group's consumer in one process to the readers of lists in another.</summary>
[Collection(KafkaEventsCollection.Name)]
public sealed class ReadModelTests(KafkaBroker broker, PostgresFixture postgres, ITestOutputHelper output)
    : KafkaTest(broker, output)
{
    [Fact]
    public async Task Lists_are_read_from_the_model_except_while_its_consumer_hangs()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await CreateTopicsAsync();
        await using var world = await EventWorld.StartAsync(
            database,
            [new Subscription(Topic, "read-model", Sample.To("one"))],
            ("Transport", "Kafka"),
            ("Kafka:BootstrapServers", Options.BootstrapServers),
            ("Kafka:TopicPrefix", Options.TopicPrefix),
            ("Kafka:SessionTimeoutSeconds", "6"),
            ("Kafka:FetchWaitMilliseconds", "10"));
        await using var reader = await ReadsHost.StartAsync(
            database.ConnectionString, ("Events:Transport", "Kafka"), ("Store:MaxStalenessSeconds", 4));
        await Wait.Until(() => reader.Database.Model is not null, "the model is read");

        var open = new TaskCompletionSource();
        world.Heard.Gate = _ => open.Task;
        await world.Store.CommitAsync(new Commit
        {
            Events = [Sample.Event("k") with { OccurredAt = DateTimeOffset.UtcNow }],
        });
        await Wait.Until(() => reader.Database.Model is null, "the model is not read");
        Assert.Equal(0, await database.ScalarAsync<long>("select count(*) from outbox"));
        Assert.Empty(await reader.ListAsync(Guid.NewGuid()));

        open.SetResult();
        await Wait.Until(() => reader.Database.Model is not null, "the model is read again");
        Assert.Empty(await reader.ListAsync(Guid.NewGuid()));
    }
}
