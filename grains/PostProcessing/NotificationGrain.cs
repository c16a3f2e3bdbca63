using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>Makes a notice of every event and hands it to the notifier.</summary>
public sealed class NotificationGrain(INotifier notifier, TimeProvider time) : Grain, INotificationGrain
{
    private readonly Outgoing outgoing = new(time);

    public Task Notify(ImmutableArray<Delivered<ReservationEvent>> events) =>
        outgoing.SendAll(events, (told, late) => notifier.NotifyAsync(NoticeOf(told), late));

    private static Notice NoticeOf(Delivered<ReservationEvent> told) =>
        new(told.EventId, told.Body.UserId, told.Topic, told.OccurredAt, told.Body);
}
