using System.Collections.Concurrent;
using Ticketing.Messaging;
using Ticketing.Storage;

namespace Ticketing.Tests.Kafka;

/// <summary>Records its events, and handles each as the test says.</summary>
internal sealed class FakeGroup(
    string name, IReadOnlyCollection<string> topics, Func<OutboxEvent, CancellationToken, Task>? handle = null)
    : IConsumerGroup
{
    private readonly ConcurrentQueue<OutboxEvent> taken = new();
    private readonly ConcurrentQueue<OutboxEvent> handled = new();
    private int underWay;
    private int mostUnderWay;

    public string Name => name;

    public IReadOnlyCollection<string> Topics => topics;

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<OutboxEvent> Taken => [.. taken];

    public IReadOnlyList<OutboxEvent> Handled => [.. handled];

    public int MostUnderWay => Volatile.Read(ref mostUnderWay);

    public async Task HandleAsync(OutboxEvent received, CancellationToken stopping)
    {
        taken.Enqueue(received);
        var now = Interlocked.Increment(ref underWay);
        for (var most = mostUnderWay; now > most; most = mostUnderWay)
            Interlocked.CompareExchange(ref mostUnderWay, now, most);
        try
        {
            if (handle is not null) await handle(received, stopping).WaitAsync(stopping);
            handled.Enqueue(received);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }
}
