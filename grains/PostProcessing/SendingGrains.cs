using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>Sends a notice about each event to the notifier.</summary>
public sealed class NotificationGrain(INotifier notifier, TimeProvider time) : Grain, INotificationGrain
{
    private readonly Outgoing outgoing = new(time);

    public Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events) =>
        outgoing.SendAll(events, (told, late) => notifier.NotifyAsync(NoticeOf(told), late));

    private static Notice NoticeOf(Delivered<ReservationEvent> told) =>
        new(told.EventId, told.Body.UserId, told.Topic, told.OccurredAt, told.Body);
}

/// <summary>Sends each event to the other platform.</summary>
public sealed class ExternalPlatformGrain(IExternalPlatform platform, TimeProvider time) : Grain, IExternalPlatformGrain
{
    private readonly Outgoing outgoing = new(time);

    public Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events) =>
        outgoing.SendAll(events, platform.SendAsync);
}

/// <summary>The port to the service that carries messages to fans.</summary>
public interface INotifier
{
    /// <summary>
    /// Completes when the message has been handed over, within <see cref="Limits.SendTimeoutMilliseconds"/>; otherwise
    /// throws <see cref="SendFailedException"/>. The same notice may be sent again.
    /// </summary>
    Task NotifyAsync(Notice notice, CancellationToken late);
}

/// <summary>The port to another platform that receives the sales.</summary>
public interface IExternalPlatform
{
    /// <summary>
    /// Completes when the platform has accepted the event, within <see cref="Limits.SendTimeoutMilliseconds"/>;
    /// otherwise throws <see cref="SendFailedException"/>. The same event may be sent again.
    /// </summary>
    Task SendAsync(Delivered<ReservationEvent> sale, CancellationToken late);
}

/// <summary>A message to a fan about a reservation.</summary>
/// <param name="EventId">Identifies the message, so that the receiver can recognise a repetition.</param>
/// <param name="What">The topic of the event, which says how the reservation changed.</param>
/// <param name="At">When it happened.</param>
public sealed record Notice(Guid EventId, Guid UserId, string What, DateTimeOffset At, ReservationEvent Reservation);

/// <summary>
/// Sends a batch of events to an external service: several reservations in parallel, the events of one in order, within
/// bounded time. Remembers sent events, so that a retry sends only the rest.
/// </summary>
internal sealed class Outgoing(TimeProvider time)
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromMilliseconds(Limits.SendTimeoutMilliseconds);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TurnTime = TimeSpan.FromMilliseconds(Limits.SendTurnMilliseconds);

    private readonly HashSet<Guid> sent = [];
    private readonly Queue<Guid> oldestFirst = [];

    /// <summary>
    /// Throws <see cref="SendFailedException"/> when sending failed for some events, and
    /// <see cref="SendsLeftException"/> when only the time ran out. All others have been sent.
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
            ? new SendsLeftException($"{left}: the time limit was reached.")
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
                    // After any exception the later events of this reservation wait for the retry; other reservations
                    // continue.
                    if (failure is null or SendsLeftException) failure = e;
                }
            }
        }
    }

    private async Task Send<TBody>(
        Delivered<TBody> item, Func<Delivered<TBody>, CancellationToken, Task> send, DateTimeOffset endsAt)
    {
        if (sent.Contains(item.EventId)) return;
        if (time.GetUtcNow() >= endsAt) throw new SendsLeftException("the time limit was reached.");
        using var late = new CancellationTokenSource(SendTimeout, time);
        try
        {
            // The cancelled sender gets a moment to throw its own exception, which says what it was sending to whom.
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
