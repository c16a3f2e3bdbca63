using System.Diagnostics;

namespace Ticketing.Messaging;

/// <summary>
/// Every activity of the relay and the consumer groups. The trace parent of a delivered event is the activity that
/// published it.
/// </summary>
internal static class MessagingTracing
{
    public const string SourceName = "Ticketing.Messaging";

    private const string System = "ticketing.outbox";
    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Null without a listener. The parent is the activity that caused the event.</summary>
    public static Activity? Publish(OutboxRow row)
    {
        if (!Source.HasListeners()) return null;
        var activity = Source.StartActivity(
            $"publish {row.Event.Topic}", ActivityKind.Producer, ContextOf(row.Event.TraceParent));
        return Describe(activity, row.Event.Topic)?.SetTag("messaging.message.id", row.Event.EventId.ToString());
    }

    /// <summary>The activity of one grain call. Its parent is that of the first event; the others are links.</summary>
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
