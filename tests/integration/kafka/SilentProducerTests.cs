using System.Reflection;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Messaging;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

/// <summary>A client that never reports what became of a message.</summary>
[Collection(KafkaCollection.Name)]
public sealed class SilentProducerTests(KafkaBroker broker, ITestOutputHelper output) : KafkaTest(broker, output)
{
    [Fact]
    public async Task A_client_that_does_not_report_is_replaced_and_the_event_is_sent_by_the_next()
    {
        await CreateTopicsAsync();
        var group = new FakeGroup("one", [Topic]);
        await using var process = await StartAsync(Options, group);
        var built = 0;
        using var sender = new KafkaSender(
            Microsoft.Extensions.Options.Options.Create(Options with { MessageTimeoutSeconds = 1 }),
            TimeProvider.System, NullLogger<KafkaSender>.Instance)
        {
            Create = settings => Interlocked.Increment(ref built) == 1
                ? DispatchProxy.Create<IProducer<string, string>, Silent>()
                : new ProducerBuilder<string, string>(settings).Build(),
        };
        var row = Row("k");

        await sender.SendAsync(Options.NameOf(Topic), KafkaEnvelope.Of(row.Event, onlyGroup: null), default)
            .WaitAsync(TimeSpan.FromSeconds(60));

        await Wait.Until(() => group.Handled.Count == 1, "it is handled");
        Assert.Equal(row.Event, group.Handled[0]);
        Assert.Equal(2, built);
    }

    /// <summary>Takes everything and answers nothing.</summary>
    public class Silent : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
    }
}
