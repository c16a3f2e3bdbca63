using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ticketing.Tests.Messaging;

/// <summary>The events that the listeners of a test got, and how the listeners behave.</summary>
public sealed class Heard
{
    private readonly ConcurrentQueue<Hearing> taken = [];
    private readonly ConcurrentQueue<(string Grain, int Events)> calls = [];

    /// <summary>The exception that handling this event throws; null when it is handled.</summary>
    public Func<Hearing, Exception?> FaultOf { get; set; } = _ => null;

    /// <summary>Awaited by each call.</summary>
    public Func<string, Task> Gate { get; set; } = _ => Task.CompletedTask;

    public Hearing[] Taken => [.. taken];

    public (string Grain, int Events)[] Calls => [.. calls];

    /// <summary>The activity of the last call.</summary>
    public string? ActivityId { get; private set; }

    public async Task Take(string grain, Hearing[] events)
    {
        calls.Enqueue((grain, events.Length));
        ActivityId = Activity.Current?.Id;
        await Gate(grain);
        if (events.Select(FaultOf).FirstOrDefault(fault => fault is not null) is { } fault) throw fault;
        foreach (var one in events) taken.Enqueue(one);
    }
}
