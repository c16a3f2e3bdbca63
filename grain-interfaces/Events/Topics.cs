namespace Ticketing.Events;

/// <summary>Every topic, once.</summary>
public static class Topics
{
    public const string ReservationCreated = "reservation.created";
    public const string ReservationConfirmed = "reservation.confirmed";
    public const string ReservationCancelled = "reservation.cancelled";
    public const string ReservationExpired = "reservation.expired";
    public const string WaitingTokenCreated = "waiting-token.created";
    public const string WaitingTokenActivated = "waiting-token.activated";
}
