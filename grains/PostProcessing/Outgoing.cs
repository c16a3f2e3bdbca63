using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>
/// Sends the events of one turn to somebody outside: several reservations at once, those of one in order, within
/// bounded time. Remembers what was sent, so that the next attempt sends only the rest.
/// </summary>
internal sealed class Outgoing(TimeProvider time)
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromMilliseconds(Limits.SendTimeoutMilliseconds);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TurnTime = TimeSpan.FromMilliseconds(Limits.SendTurnMilliseconds);

    private readonly HashSet<Guid> sent = [];
    private readonly Queue<Guid> oldestFirst = [];

    /// <summary>
    /// Throws <see cref="SendFailedException"/> when some were not sent, and <see cref="SendsLeftException"/> when that
    /// was only for want of time; the others were.
    /// </summary>
    public async Task SendAll<TBody>(
        ImmutableArray<Delivered<TBody>> events, Func<Delivered<TBody>, CancellationToken, Task> send)
    {
        var unsent = events.Where(item => !sent.Contains(item.EventId));
        var waiting = new Queue<Delivered<TBody>[]>(unsent.GroupBy(item => item.Key, (_, ofOne) => ofOne.ToArray()));
        var endsAt = time.GetUtcNow() + TurnTime;
        Exception? failure = null;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Limits.SendsAtOnce, waiting.Count)).Select(_ => Work()));

        if (failure is null && waiting.Count == 0) return;
        var left = $"{events.Count(item => !sent.Contains(item.EventId))} of {events.Length} events were not sent";
        throw failure is null or SendsLeftException
            ? new SendsLeftException($"{left}: there was no time for more.")
            : new SendFailedException($"{left}: {failure.Message}", failure);

        async Task Work()
        {
            while (time.GetUtcNow() < endsAt && waiting.TryDequeue(out var ofOne))
            {
                try
                {
                    foreach (var item in ofOne) await Send(item, send, endsAt);
                }
                catch (Exception e)
                {
                    // Whatever it is: the later ones of this reservation wait for the next attempt, others go on.
                    if (failure is null or SendsLeftException) failure = e;
                }
            }
        }
    }

    private async Task Send<TBody>(
        Delivered<TBody> item, Func<Delivered<TBody>, CancellationToken, Task> send, DateTimeOffset endsAt)
    {
        if (sent.Contains(item.EventId)) return;
        if (time.GetUtcNow() >= endsAt) throw new SendsLeftException("there was no time for more.");
        using var late = new CancellationTokenSource(SendTimeout, time);
        try
        {
            // Who is told that it is late says in its own words what was sent to whom.
            await send(item, late.Token).WaitAsync(SendTimeout + Grace, time);
        }
        catch (Exception e) when (late.IsCancellationRequested && e is TimeoutException or OperationCanceledException)
        {
            throw new TimeoutException(
                $"{item.Topic} {item.EventId} was not taken within {Limits.SendTimeoutMilliseconds} ms.", e);
        }

        sent.Add(item.EventId);
        oldestFirst.Enqueue(item.EventId);
        if (oldestFirst.Count > Limits.RememberedSends) sent.Remove(oldestFirst.Dequeue());
    }
}
