using System.Collections.Concurrent;
using Ticketing.Messaging;

namespace Ticketing.Tests.Messaging;

/// <summary>Records the rows that it is to deliver, and does with each what the test says.</summary>
internal sealed class RecordingTransport(Func<OutboxRow, CancellationToken, Task>? deliver = null) : IEventTransport
{
    private readonly ConcurrentQueue<OutboxRow> rows = [];

    public OutboxRow[] Rows => [.. rows];

    public Task DeliverAsync(OutboxRow row, CancellationToken stopping)
    {
        rows.Enqueue(row);
        return deliver?.Invoke(row, stopping) ?? Task.CompletedTask;
    }
}
