using System.Collections.Immutable;
using Ticketing.Reservations;

namespace Ticketing.Storage;

/// <summary>
/// A reservation. Everything up to <see cref="CreatedAt"/> but the seats is written once, by version 1; later versions
/// write the rest.
/// </summary>
/// <param name="Seats">
/// Written again by versions that are Paying or Confirmed: for a payment that came late others may be offered, always
/// as many. With an empty id for general admission.
/// </param>
/// <param name="Amount">In points: the sum of the prices of its seats.</param>
/// <param name="RequestHash">Of the body it was made from; tells a repeated request from another one.</param>
/// <param name="HoldExtended">Whether a payment has extended the hold already.</param>
/// <param name="UpdatedAt">When this version was written; what makes no progress is found by it.</param>
/// <param name="QueueNumber">The number of the turn it was made in; written once, null without a queue.</param>
public sealed record ReservationRow(
    Guid Id,
    Guid ScheduleId,
    Guid UserId,
    ImmutableArray<ReservedSeat> Seats,
    long Amount,
    string RequestHash,
    DateTimeOffset CreatedAt,
    ReservationStatus Status,
    DateTimeOffset ExpiresAt,
    bool HoldExtended,
    string? Reason,
    DateTimeOffset UpdatedAt,
    long Version,
    long? QueueNumber = null);
