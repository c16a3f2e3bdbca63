namespace Ticketing.Events;

/// <summary>Every topic, once.</summary>
public static class Topics
{
    public const string ReservationCreated = "reservation.created";
    public const string ReservationConfirmed = "reservation.confirmed";
    public const string ReservationCancelled = "reservation.cancelled";
    public const string ReservationExpired = "reservation.expired";

    /// <summary>A step that has no topic of its own: a payment begins or is refused, a refund is made.</summary>
    public const string ReservationChanged = "reservation.changed";

    public const string SeatBlocked = "seat.blocked";
    public const string SeatUnblocked = "seat.unblocked";
    public const string WaitingTokenCreated = "waiting-token.created";
    public const string WaitingTokenActivated = "waiting-token.activated";
    public const string TicketIssued = "ticket.issued";
    public const string TicketIssueFailed = "ticket.issue.failed";
    public const string StockDecreased = "stock.decreased";
    public const string StockFailed = "stock.failed";
}
