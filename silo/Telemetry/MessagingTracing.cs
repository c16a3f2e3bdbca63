using System.Diagnostics;
using Ticketing.Messaging;

namespace Ticketing.Telemetry;

/// <summary>
/// Every activity of events on their way. Who receives an event finds in its trace parent the activity that published
/// it.
/// </summary>
internal static class MessagingTracing
{
    public const string SourceName = "Ticketing.Messaging";

    private const string System = "ticketing.outbox";
    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Null when nobody listens. Its parent is what caused the event.</summary>
    public static Activity? Publish(OutboxRow row)
    {
        if (!Source.HasListeners()) return null;
        var activity = Source.StartActivity(
            $"publish {row.Event.Topic}", ActivityKind.Producer, ContextOf(row.Event.TraceParent));
        return Describe(activity, row.Event.Topic)?.SetTag("messaging.message.id", row.Event.EventId.ToString());
    }

    /// <summary>One call: its parent is the first event's, it has links to the others.</summary>
    public static Activity? Process(string group, ReadOnlySpan<PendingEvent> events)
    {
        if (!Source.HasListeners()) return null;
        var first = events[0].Received;
        var links = new List<ActivityLink>(events.Length - 1);
        foreach (var pending in events[1..])
            if (ContextOf(pending.Received.TraceParent) is { } context && context != default)
                links.Add(new ActivityLink(context));
        var activity = Source.StartActivity(
            $"process {first.Topic} {group}", ActivityKind.Consumer, ContextOf(first.TraceParent), links: links);
        return Describe(activity, first.Topic)?.SetTag("messaging.consumer.group.name", group)
            .SetTag("messaging.batch.message_count", events.Length);
    }

    public static void Fail(Activity? activity, Exception fault) =>
        activity?.SetStatus(ActivityStatusCode.Error, fault.Message).AddException(fault);

    private static Activity? Describe(Activity? activity, string topic) =>
        activity?.SetTag("messaging.system", System).SetTag("messaging.destination.name", topic);

    private static ActivityContext ContextOf(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default;
}
