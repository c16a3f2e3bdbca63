using System.Collections.Frozen;
using Ticketing.Storage;

namespace Ticketing.Events;

/// <summary>
/// The work that an event still has to do in a consumer group. An event of a group that only observes may be discarded.
/// One of a group that does a step of a sale may not: stock, a coupon's use, seats or money would stay as they are for
/// ever, because no later event repairs it.
/// </summary>
public static class Discarding
{
    private static readonly FrozenDictionary<string, string> Steps = new Dictionary<string, string>
    {
        ["balance"] = "Money would not be debited or not be refunded.",
        ["coupon"] = "A use of the coupon would not be taken or not be returned.",
        ["order"] = "The order would wait for it and stay in progress.",
        ["reservation"] = "The reservation would keep its seats, or its payment would stay open.",
        ["statistics"] = "The counts of the schedule would stay wrong.",
        ["stock"] = "Stock would stay allocated or sold that is not, or the order would wait for it.",
        ["ticket"] = "Tickets would not be issued or not be cancelled.",
    }.ToFrozenDictionary();

    /// <summary>
    /// These groups hold nothing. A map is read again from the rows, the read model is filled again by
    /// <c>rebuild-read-model</c>, and a message that is not sent changes nothing here.
    /// </summary>
    private static readonly FrozenSet<string> Observers =
        ["seat-map", "read-model", "notification", "external-platform"];

    /// <summary>
    /// The loss if the event is discarded instead of handled in this group; null when it may be discarded.
    /// Nothing is lost, either, with an event that the group does not handle (any more), or cannot read: its handler
    /// would never be called.
    /// </summary>
    public static string? Loss(OutboxEvent dead, string group)
    {
        var line = Choreography.All.FirstOrDefault(line => line.Topic == dead.Topic && line.Group == group);
        if (line is null || Observers.Contains(group) || !Concerns(line.Handler, dead)) return null;
        return Steps.GetValueOrDefault(group, $"The group {group} would miss it for ever.");
    }

    private static bool Concerns(Handler handler, OutboxEvent dead)
    {
        try
        {
            return handler.Read(dead).Count > 0;
        }
        catch (Exception)
        {
            // Reading is deterministic, so any exception would recur.
            return false;
        }
    }
}
