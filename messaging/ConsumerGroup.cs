using System.Collections.Frozen;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>
/// A consumer group of <see cref="Choreography"/>. Events that arrive for a grain while a call to it is in flight are
/// batched into the next call. The number of events in flight is bounded by the caller.
/// </summary>
public sealed class ConsumerGroup : IConsumerGroup
{
    private readonly FrozenDictionary<string, Handler> handlers;
    private readonly IGrainFactory grains;
    private readonly EventOptions options;
    private readonly MessagingMeters meters;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly KeyedQueue queue;
    private readonly Retries retries;
    private readonly GroupBacklog backlog;
    private int hindered;

    /// <param name="subscriptions">
    /// The subscriptions of all groups; only those with this name are used. At most one per topic.
    /// </param>
    public ConsumerGroup(
        string name, IEnumerable<Subscription> subscriptions, IGrainFactory grains, IDeadLetters deadLetters,
        EventOptions options, MessagingMeters meters, TimeProvider time, ILogger<ConsumerGroup> log)
    {
        Name = name;
        handlers = subscriptions.Where(line => line.Group == name)
            .ToFrozenDictionary(line => line.Topic, line => line.Handler);
        this.grains = grains;
        this.options = options;
        this.meters = meters;
        this.time = time;
        this.log = log;
        backlog = meters.BacklogOf(name);
        queue = new KeyedQueue(options.MaxPerCall, Start);
        var office = new DeadLetterOffice(deadLetters, options, meters, time, log);
        retries = new Retries(name, CallAsync, Finish, office, options, meters, time, log);
    }

    public string Name { get; }

    public IReadOnlyCollection<string> Topics => handlers.Keys;

    public Task HandleAsync(OutboxEvent received, CancellationToken stopping)
    {
        if (!handlers.TryGetValue(received.Topic, out var handler)) return Task.CompletedTask;
        if (stopping.IsCancellationRequested) return Task.FromCanceled(stopping);
        var pending = Read(received, handler, stopping);
        foreach (var each in pending) queue.Add(each);
        return pending.Length == 1 ? pending[0].Done : Task.WhenAll(pending.Select(each => each.Done));
    }

    /// <summary>
    /// One pending event for each grain that the event concerns. Later events of the same key wait for all of them.
    /// </summary>
    private PendingEvent[] Read(OutboxEvent received, Handler handler, CancellationToken stopping)
    {
        try
        {
            return
            [
                .. handler.Read(received).Select(delivery => new PendingEvent(
                    received, new GrainBatchKey(handler, delivery.GrainKey), delivery, backlog, stopping)),
            ];
        }
        catch (Exception fault)
        {
            // Reading is deterministic, so any exception would recur: the event is not retried.
            var unreadable = new PendingEvent(received, new GrainBatchKey(handler, null), null, backlog, stopping);
            unreadable.Attempts.Add(retries.Failed(fault));
            return [unreadable];
        }
    }

    private void Start(GrainBatch batch) =>
        BackgroundWork.Start(() => TakeAllAsync(batch), bug => log.BatchBroke(Name, bug));

    private async Task TakeAllAsync(GrainBatch batch)
    {
        var slots = new List<BatchSlot>();
        while (queue.Take(batch, slots))
        {
            if (batch.Key.GrainKey is null)
            {
                foreach (var slot in slots)
                    if (!slot.IsStale)
                        SetAside(slot.Event);
                continue;
            }

            var fault = await CallAsync([.. slots.Select(slot => slot.Event)]);
            if (fault is null) Succeed(batch, slots);
            else if (TransientFaults.Is(fault)) await WaitAsync(batch, slots, fault);
            else if (slots.Count > 1) await TryEachAsync(batch, slots);
            else Fail(slots[0].Event, fault);
        }
    }

    private void Succeed(GrainBatch batch, List<BatchSlot> slots)
    {
        batch.Succeeded();
        if (Interlocked.Exchange(ref hindered, 0) != 0) log.GoesOn(Name);
        slots.ForEach(slot => Finish(slot.Event));
    }

    private async Task WaitAsync(GrainBatch batch, List<BatchSlot> slots, Exception fault)
    {
        if (Interlocked.Exchange(ref hindered, 1) == 0) log.Hindered(Name, fault);
        meters.Failed(Name, "transient");
        batch.FailedTransiently(slots.Count);
        if (slots.Count == 1) SetAside(slots[0].Event);
        else queue.Return(batch, slots);
        await Task.Delay(Backoff.After(batch.TransientFailures, options), time);
    }

    /// <summary>
    /// Calls the grain with one event at a time, because one of the batch has made the call fail. That one is set aside
    /// and blocks only its own key; the others are handled.
    /// </summary>
    private async Task TryEachAsync(GrainBatch batch, List<BatchSlot> slots)
    {
        meters.Split(Name);
        for (var at = 0; at < slots.Count; at++)
        {
            if (slots[at].IsStale) continue;
            var fault = await CallAsync([slots[at].Event]);
            if (fault is null)
            {
                Finish(slots[at].Event);
            }
            else if (TransientFaults.Is(fault))
            {
                queue.Return(batch, slots.Skip(at + 1));
                await WaitAsync(batch, [slots[at]], fault);
                return;
            }
            else
            {
                Fail(slots[at].Event, fault);
            }
        }
    }

    private void Fail(PendingEvent failed, Exception fault)
    {
        failed.Attempts.Add(retries.Failed(fault));
        meters.Failed(Name, "event");
        log.HandlingFailed(Name, failed.Received.Topic, failed.Received.EventId, fault);
        SetAside(failed);
    }

    private void SetAside(PendingEvent first)
    {
        queue.SetAside(first);
        retries.Start(first);
    }

    private void Finish(PendingEvent first)
    {
        queue.Finish(first);
        first.Complete();
    }

    /// <summary>Null on success, otherwise the exception. Abandoned events are left out of the call.</summary>
    private async Task<Exception?> CallAsync(PendingEvent[] events)
    {
        var wanted = Array.FindAll(events, pending => !pending.IsAbandoned);
        if (wanted.Length == 0) return null;
        var (handler, grainKey) = wanted[0].Batch;
        using var activity = MessagingTracing.Process(Name, wanted);
        try
        {
            await handler.Handle(grains, grainKey!, Array.ConvertAll(wanted, pending => pending.Delivery!));
            meters.Handled(Name, wanted, time.GetUtcNow());
            return null;
        }
        catch (Exception fault)
        {
            MessagingTracing.Fail(activity, fault);
            return fault;
        }
    }
}

/// <summary>
/// One consumer group, independent of the transport: batches events for the grains, retries failures, and moves events
/// that cannot be handled to the dead letters.
/// </summary>
public interface IConsumerGroup
{
    string Name { get; }

    IReadOnlyCollection<string> Topics { get; }

    /// <summary>
    /// Completes when the group is done with the event: its grain has handled it, or it is in the dead letters. Call it
    /// in the order of each key, without awaiting the previous call. The group keeps the order per key and continues
    /// with other keys while one is retried. It fails only by cancellation.
    /// </summary>
    Task HandleAsync(OutboxEvent received, CancellationToken stopping);
}
