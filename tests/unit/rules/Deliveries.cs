using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

/// <summary>Events as consumers get them.</summary>
internal static class Deliveries
{
    /// <summary>The event of a reservation's step.</summary>
    public static Delivered<ReservationEvent> Of(Commit commit) => Of<ReservationEvent>(Assert.Single(commit.Events));

    public static Delivered<TBody> Of<TBody>(OutboxEvent committed)
        where TBody : class =>
        new(
            committed.EventId, committed.Topic, committed.Key, committed.OccurredAt, committed.TraceParent,
            EventJson.Read<TBody>(committed.Payload));

    public static Delivered<TBody> Of<TBody>(TBody body, string topic, DateTimeOffset? at = null) =>
        new(Guid.NewGuid(), topic, GrainKeys.Of(Some.Id), at ?? Some.Now, TraceParent: null, body);
}
