using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>
/// Notifies fans of the outcome of their reservations; key: a lane of fans. At least once: after a crash a fan may get
/// the same message twice.
/// </summary>
[Alias("Ticketing.INotificationGrain"), Version(1)]
public interface INotificationGrain : IGrainWithStringKey
{
    [Alias("Notify")]
    Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events);
}

/// <summary>
/// Sends sales and cancellations to another platform; key: a lane of reservations. At least once, each with the event's
/// id.
/// </summary>
[Alias("Ticketing.IExternalPlatformGrain"), Version(1)]
public interface IExternalPlatformGrain : IGrainWithStringKey
{
    [Alias("Send")]
    Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events);
}

/// <summary>
/// Keeps the rows from which fans' lists are read; key: a lane of reservations. An event with an older version than the
/// row is ignored, so events may arrive in any order and any number of times.
/// </summary>
[Alias("Ticketing.IReadModelGrain"), Version(1)]
public interface IReadModelGrain : IGrainWithStringKey
{
    [Alias("Keep")]
    Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events);

    [Alias("KeepTickets")]
    Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events);

    [Alias("KeepStock")]
    Task HandleStock(ImmutableArray<Delivered<StockEvent>> events);
}

/// <summary>Keeps the sales statistics of a schedule; key: the schedule's id. Each event is counted once.</summary>
[Alias("Ticketing.IStatisticsGrain"), Version(1)]
public interface IStatisticsGrain : IGrainWithStringKey
{
    [Alias("Count")]
    Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events);

    [Alias("CountWaiting")]
    Task HandleWaiting(ImmutableArray<Delivered<WaitingTokenEvent>> events);

    /// <summary>The current counts; all zero before the first event and for an unknown schedule.</summary>
    [Alias("Get")]
    Task<ScheduleStatistics> Get();
}

/// <summary>Sales statistics of a schedule, from the queue to the sold seat.</summary>
/// <param name="FansQueued">Places given in the queue.</param>
/// <param name="FansAdmitted">Turns given.</param>
/// <param name="Reserved">Reservations made.</param>
/// <param name="Confirmed">Reservations that were paid.</param>
/// <param name="Expired">
/// Reservations that were not paid in time, without those that a late payment sold or cancelled afterwards.
/// </param>
/// <param name="Cancelled">Reservations that were cancelled, before or after payment.</param>
/// <param name="SeatsSold">Seats paid for and not cancelled.</param>
/// <param name="Revenue">Minor units of the schedule's currency paid and not refunded.</param>
/// <param name="LastEventAt">When the newest counted event occurred.</param>
[GenerateSerializer, Immutable, Alias("ScheduleStatistics")]
public sealed record ScheduleStatistics(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] long FansQueued = 0,
    [property: Id(2)] long FansAdmitted = 0,
    [property: Id(3)] long Reserved = 0,
    [property: Id(4)] long Confirmed = 0,
    [property: Id(5)] long Expired = 0,
    [property: Id(6)] long Cancelled = 0,
    [property: Id(7)] long SeatsSold = 0,
    [property: Id(8)] long Revenue = 0,
    [property: Id(9)] DateTimeOffset? LastEventAt = null);

/// <summary>An external service did not accept a message; whether the message arrived is unknown.</summary>
[GenerateSerializer, Alias("SendFailedException")]
public sealed class SendFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The time for one call ran out before all messages were sent. This is no failure: the retry sends the rest.
/// </summary>
[GenerateSerializer, Alias("SendsLeftException")]
public sealed class SendsLeftException(string message) : Exception(message);
