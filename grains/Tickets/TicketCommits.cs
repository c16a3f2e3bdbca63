using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Tickets;

/// <summary>The transaction that makes tickets what has been decided, and the event that tells.</summary>
public static class TicketCommits
{
    /// <param name="order">What the tickets are issued for; needed when something is told.</param>
    public static Commit Write(TicketChange change, Guid reservationId, OrderEvent? order, DateTimeOffset now) => new()
    {
        Tickets = change.Rows,
        Events = change.Told is { } told ? [Event(change, told, reservationId, order!, now)] : [],
    };

    private static OutboxEvent Event(
        TicketChange change, TicketStatus told, Guid reservationId, OrderEvent order, DateTimeOffset now)
    {
        var topic = told == TicketStatus.Issued ? Topics.TicketIssued : Topics.TicketIssueFailed;
        return News.Of(topic, new TicketEvent(reservationId, told, change.Version, order), now);
    }
}
