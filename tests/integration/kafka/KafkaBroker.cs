using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Ticketing.Tests.Kafka;

/// <summary>
/// The brokers of KAFKA_BOOTSTRAP_SERVERS or, without that, librdkafka's mock cluster in a process of its own.
/// </summary>
public sealed class KafkaBroker : IAsyncLifetime
{
    public static readonly string? Given =
        Environment.GetEnvironmentVariable("KAFKA_BOOTSTRAP_SERVERS") is { Length: > 0 } servers ? servers : null;

    private readonly SemaphoreSlim turn = new(1);
    private Process? mock;

    public string BootstrapServers { get; private set; } = Given ?? "";

    /// <summary>Written to the output of the tests.</summary>
    public string Description => Given is null
        ? $"librdkafka's mock cluster, {BootstrapServers}"
        : $"the brokers of KAFKA_BOOTSTRAP_SERVERS, {BootstrapServers}";

    public Task InitializeAsync() => Given is null ? StartMockAsync() : Task.CompletedTask;

    public async Task StartMockAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "mock-kafka.dll");
        mock = Process.Start(new ProcessStartInfo("dotnet", ["exec", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        BootstrapServers = await mock.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The mock cluster did not start.");
    }

    /// <summary>
    /// Creates a topic. On first use a real broker may create it late, with its own number of partitions, or never.
    /// </summary>
    public async Task CreateTopicAsync(string name, int partitions)
    {
        if (mock is not null)
        {
            await CommandAsync($"topic {name} {partitions}");
            return;
        }

        using var admin = Admin();
        await admin.CreateTopicsAsync(
            [new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = 1 }]);
    }

    /// <summary>Real brokers only.</summary>
    public async Task DeleteTopicAsync(string name)
    {
        using var admin = Admin();
        await admin.DeleteTopicsAsync([name]);
    }

    /// <summary>Real brokers only: sets the largest batch of messages that the topic takes.</summary>
    public async Task LimitMessagesAsync(string topic, int bytes)
    {
        using var admin = Admin();
        await admin.AlterConfigsAsync(new Dictionary<ConfigResource, List<ConfigEntry>>
        {
            [new ConfigResource { Type = ResourceType.Topic, Name = topic }] =
                [new ConfigEntry { Name = "max.message.bytes", Value = $"{bytes}" }],
        });
    }

    /// <summary>Mock only: kills it as kill -9 does. All that it held is lost.</summary>
    public async Task KillMockAsync()
    {
        mock!.Kill();
        await mock.WaitForExitAsync();
        mock.Dispose();
    }

    /// <summary>
    /// Mock only: listens on this port as well, so that a successor can be reached by the same address.
    /// </summary>
    public async Task ListenAsync(int port)
    {
        await CommandAsync($"listen {port}");
        BootstrapServers = $"127.0.0.1:{port}";
    }

    /// <summary>Mock only: takes all brokers down; they come back with what they held.</summary>
    public Task TakeDownAsync() => CommandAsync("down");

    public Task BringUpAsync() => CommandAsync("up");

    public async Task DisposeAsync()
    {
        if (mock is null) return;
        mock.StandardInput.Close();
        await mock.WaitForExitAsync();
        mock.Dispose();
        turn.Dispose();
    }

    private IAdminClient Admin() =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();

    private async Task CommandAsync(string command)
    {
        await turn.WaitAsync();
        try
        {
            await mock!.StandardInput.WriteLineAsync(command);
            await mock.StandardInput.FlushAsync();
            Assert.Equal("ok", await mock.StandardOutput.ReadLineAsync());
        }
        finally
        {
            turn.Release();
        }
    }
}
