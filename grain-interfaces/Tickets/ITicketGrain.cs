using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Tickets;

/// <summary>The tickets of one reservation, one per seat; key: the reservation's id.</summary>
[Alias("Ticketing.ITicketGrain"), Version(2)]
public interface ITicketGrain : IGrainWithStringKey
{
    /// <summary>Issues the tickets when the order is processed.</summary>
    [Alias("Hear")]
    Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events);

    /// <summary>Cancels the tickets when the stock could not be decreased.</summary>
    [Alias("HearStock")]
    Task HandleStock(ImmutableArray<Delivered<StockEvent>> events);

    /// <summary>Cancels the tickets when their reservation is cancelled or expires.</summary>
    [Alias("HearReservation")]
    Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events);

    /// <summary>The tickets; empty when none were issued.</summary>
    [Alias("Get")]
    Task<ImmutableArray<TicketView>> Get();

    /// <summary>
    /// Checks a ticket in at a gate, from the opening of the doors on; only the first check-in admits the bearer.
    /// </summary>
    /// <param name="gate">Name of the gate, up to <c>Limits.MaxNameLength</c> characters.</param>
    [Alias("CheckIn")]
    Task<CheckInOutcome> CheckIn(Guid ticketId, string gate);

    /// <summary>Takes a check-in back. Safe to repeat.</summary>
    [Alias("UndoCheckIn")]
    Task<UndoCheckInOutcome> UndoCheckIn(UndoCheckIn command);
}

/// <param name="Gate">Name of the gate that undoes the check-in.</param>
/// <param name="Reason">Why; kept with the ticket.</param>
[GenerateSerializer, Immutable, Alias("UndoCheckIn")]
public sealed record UndoCheckIn(
    [property: Id(0)] Guid TicketId, [property: Id(1)] string Gate, [property: Id(2)] string Reason);

/// <param name="Ticket">Null when the ticket does not exist.</param>
[GenerateSerializer, Immutable, Alias("UndoCheckInOutcome")]
public sealed record UndoCheckInOutcome(
    [property: Id(0)] UndoCheckInResult Result, [property: Id(1)] TicketView? Ticket = null);

public enum UndoCheckInResult
{
    /// <summary>Undone, now or before: the ticket admits again.</summary>
    Undone,

    /// <summary>The ticket was not used, or is cancelled.</summary>
    NotUsed,
    Unknown,
}

/// <param name="Ticket">Null when the ticket does not exist.</param>
/// <param name="DoorsAt">When the doors open; only when it is too early.</param>
[GenerateSerializer, Immutable, Alias("CheckInOutcome")]
public sealed record CheckInOutcome(
    [property: Id(0)] CheckInResult Result,
    [property: Id(1)] TicketView? Ticket = null,
    [property: Id(2)] DateTimeOffset? DoorsAt = null);

public enum CheckInResult
{
    /// <summary>Admitted now.</summary>
    Admitted,

    /// <summary>The ticket was used before: it says when and at which gate.</summary>
    UsedBefore,
    Cancelled,
    Unknown,

    /// <summary>The doors are not open yet; the ticket was not used.</summary>
    TooEarly,
}

/// <summary>A ticket as its owner sees it.</summary>
/// <param name="SeatId">Empty for general admission.</param>
/// <param name="Code">Signed code; a gate can verify it without a connection.</param>
/// <param name="IsCancelled">The ticket is no longer valid.</param>
/// <param name="UsedAt">When the ticket was used; null before.</param>
[GenerateSerializer, Immutable, Alias("TicketView")]
public sealed record TicketView(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Guid ReservationId,
    [property: Id(2)] Guid ScheduleId,
    [property: Id(3)] string SeatId,
    [property: Id(4)] string Category,
    [property: Id(5)] string Code,
    [property: Id(6)] bool IsCancelled,
    [property: Id(7)] DateTimeOffset? UsedAt,
    [property: Id(8)] string? UsedGate);
