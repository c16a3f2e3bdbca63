using System.Collections.Frozen;
using Ticketing.Events;
using Ticketing.Storage;
using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>
/// One group of the map. What comes for a grain while a call of it is under way gathers and goes by the next one. The
/// caller bounds how much is under way.
/// </summary>
public sealed class ConsumerGroup : IConsumerGroup
{
    private readonly FrozenDictionary<string, Handler> handlers;
    private readonly IGrainFactory grains;
    private readonly EventOptions options;
    private readonly MessagingMeters meters;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly EventLines lines;
    private readonly Retries retries;
    private readonly GroupBacklog backlog;
    private int hindered;

    /// <param name="subscriptions">Of all groups; those of this one are taken. One a topic.</param>
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
        lines = new EventLines(options.MaxPerCall, Start);
        retries = new Retries(name, CallAsync, Finish, deadLetters, options, meters, time, log);
    }

    public string Name { get; }

    public IReadOnlyCollection<string> Topics => handlers.Keys;

    public Task HandleAsync(OutboxEvent received, CancellationToken stopping)
    {
        if (!handlers.TryGetValue(received.Topic, out var handler)) return Task.CompletedTask;
        if (stopping.IsCancellationRequested) return Task.FromCanceled(stopping);
        var pending = Read(received, handler, stopping);
        foreach (var each in pending) lines.Add(each);
        return pending.Length == 1 ? pending[0].Done : Task.WhenAll(pending.Select(each => each.Done));
    }

    /// <summary>One for each grain that it is for; the later events of its key wait for all of them.</summary>
    private PendingEvent[] Read(OutboxEvent received, Handler handler, CancellationToken stopping)
    {
        try
        {
            return
            [
                .. handler.Read(received).Select(delivery => new PendingEvent(
                    received, new LaneKey(handler, delivery.GrainKey), delivery, backlog, stopping)),
            ];
        }
        catch (Exception fault)
        {
            // Whatever it is: it will be the same the next time.
            var unreadable = new PendingEvent(received, new LaneKey(handler, null), null, backlog, stopping);
            unreadable.Attempts.Add(retries.Failed(fault));
            return [unreadable];
        }
    }

    private void Start(Lane lane) => Detached.Start(() => TakeAllAsync(lane), bug => log.LaneBroke(Name, bug));

    private async Task TakeAllAsync(Lane lane)
    {
        var places = new List<Place>();
        while (lines.Take(lane, places))
        {
            if (lane.Key.GrainKey is null)
            {
                foreach (var place in places)
                    if (!place.Lapsed)
                        SetAside(place.Event);
                continue;
            }

            var fault = await CallAsync([.. places.Select(place => place.Event)]);
            if (fault is null) Succeed(lane, places);
            else if (Weather.Is(fault)) await WaitAsync(lane, places, fault);
            else if (places.Count > 1) await TryEachAsync(lane, places);
            else Fail(places[0].Event, fault);
        }
    }

    private void Succeed(Lane lane, List<Place> places)
    {
        lane.Succeeded();
        if (Interlocked.Exchange(ref hindered, 0) != 0) log.GoesOn(Name);
        places.ForEach(place => Finish(place.Event));
    }

    private async Task WaitAsync(Lane lane, List<Place> places, Exception fault)
    {
        if (Interlocked.Exchange(ref hindered, 1) == 0) log.Hindered(Name, fault);
        meters.Failed(Name, "weather");
        lane.WasHindered(places.Count);
        if (places.Count == 1) SetAside(places[0].Event);
        else lines.Return(lane, places);
        await Task.Delay(Backoff.After(lane.Hindered, options), time);
    }

    /// <summary>One of them has failed the call: it stays behind with its key, the others go on.</summary>
    private async Task TryEachAsync(Lane lane, List<Place> places)
    {
        meters.Split(Name);
        for (var at = 0; at < places.Count; at++)
        {
            if (places[at].Lapsed) continue;
            var fault = await CallAsync([places[at].Event]);
            if (fault is null)
            {
                Finish(places[at].Event);
            }
            else if (Weather.Is(fault))
            {
                lines.Return(lane, places.Skip(at + 1));
                await WaitAsync(lane, [places[at]], fault);
                return;
            }
            else
            {
                Fail(places[at].Event, fault);
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
        lines.SetAside(first);
        retries.Start(first);
    }

    private void Finish(PendingEvent first)
    {
        lines.Finish(first);
        first.Complete();
    }

    /// <summary>Null when the grain has answered; what nobody waits for any more is left out.</summary>
    private async Task<Exception?> CallAsync(PendingEvent[] events)
    {
        var wanted = Array.FindAll(events, pending => !pending.IsGivenUp);
        if (wanted.Length == 0) return null;
        var (handler, grainKey) = wanted[0].Lane;
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
