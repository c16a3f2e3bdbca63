using Ticketing.Events;
using Ticketing.Tests.Kafka;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Chaos;

/// <summary>The real program with all its dependencies, each of which can be taken down.</summary>
public sealed class ChaosScene : IAsyncLifetime
{
    private const int Partitions = 3;

    public PostgresServer Primary { get; private set; } = null!;

    public PostgresServer Replica { get; private set; } = null!;

    public KafkaBroker Broker { get; } = new();

    internal ServerProcess Api { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Primary = await PostgresServer.StartNewAsync();
        Replica = await Primary.StartReplicaAsync();
        await Broker.StartMockAsync();
        foreach (var topic in typeof(Topics).GetFields().Select(field => (string)field.GetValue(null)!))
        {
            await Broker.CreateTopicAsync(topic, Partitions);
            await Broker.CreateTopicAsync($"{topic}.dlq", 1);
        }

        Api = new ServerProcess("api.dll", new Dictionary<string, string>(
            ApiProcess.Environment(Primary.ConnectionString))
        {
            ["Ticketing__Store__ReadConnectionString"] = Replica.ConnectionString,
            ["Ticketing__Events__Transport"] = "Kafka",
            ["Ticketing__Events__Kafka__BootstrapServers"] = Broker.BootstrapServers,
            ["Ticketing__Events__Kafka__PartitionsPerTopic"] = $"{Partitions}",
            ["Ticketing__Events__Kafka__FetchWaitMilliseconds"] = "10",
            ["Logging__LogLevel__Default"] = "Critical",
        });
        await Api.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await Api.DisposeAsync();
        await Broker.DisposeAsync();
        await Replica.DisposeAsync();
        await Primary.DisposeAsync();
    }
}
