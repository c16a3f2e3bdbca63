using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Queues;
using Ticketing.Reservations;

namespace Ticketing.Api;

/// <summary>
/// One of <c>seats</c>, <c>seatIndexes</c> with <c>planRevision</c>, and <c>category</c> with <c>quantity</c>.
/// </summary>
/// <param name="Seats">1 to 8 seats by their <c>seat_guid</c>, each once. All are held, or none.</param>
/// <param name="SeatIndexes">
/// The same by their index in GET /schedules/{id}/drawing. With the same Idempotency-Key, the same seats in either form
/// are the same request.
/// </param>
/// <param name="PlanRevision">The 'revision' of that drawing.</param>
/// <param name="Category">The best available seats of this category, side by side where possible.</param>
/// <param name="Quantity">How many of them, 1 to 8.</param>
/// <param name="Together">
/// With a category: whether seats that are not all side by side are refused. Without it, the answer says whether they
/// are.
/// </param>
public sealed record ReserveRequest(
    Guid ScheduleId,
    ExactText[]? Seats = null,
    string? Category = null,
    int? Quantity = null,
    bool? Together = null,
    int[]? SeatIndexes = null,
    string? PlanRevision = null)
{
    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        var ways = (Seats is null ? 0 : 1) + (SeatIndexes is null ? 0 : 1) + (Category is null ? 0 : 1);
        if (ways != 1 || Category is not null != Quantity is not null)
            errors.Add("$", "must have either 'seats', or 'seatIndexes', or 'category' and 'quantity'");
        if (Seats is not null)
            SeatLists.Check(errors, Seats, Limits.SeatsPerReservation);
        if (SeatIndexes is not null)
            IndexedSeats.Check(errors, SeatIndexes, PlanRevision, Limits.SeatsPerReservation);
        errors.Require(
            PlanRevision is null || SeatIndexes is not null,
            "$.planRevision",
            "must be left out without 'seatIndexes'");
        errors.Require(
            Together is not true || (Seats is null && SeatIndexes is null),
            "$.together",
            "must be left out when you name the seats: only seats that we choose can be asked for side by side");
        if (Category is not null)
            errors.RequireText("$.category", Category, Limits.MaxNameLength);
        errors.Require(
            Quantity is null or (>= 1 and <= Limits.SeatsPerReservation),
            "$.quantity",
            $"must be 1 to {Limits.SeatsPerReservation}");
        return errors;
    }

    /// <summary>Seats are sorted: the same seats in another order are the same request.</summary>
    internal ReserveSeats ToCommand(Guid userId, QueuePlace? place)
    {
        ImmutableArray<string> seats = [.. (Seats ?? []).Select(seat => seat.Value).Order(StringComparer.Ordinal)];
        return new(ScheduleId, userId, seats, Category, Quantity ?? seats.Length, Hash(seats), place, Together is true);
    }

    /// <summary>Hashes the meaning of the request, not its text; lengths keep neighbouring values apart.</summary>
    private string Hash(ImmutableArray<string> seats)
    {
        var canonical = new StringBuilder("reserve/1 ").Append(CultureInfo.InvariantCulture, $"{ScheduleId:D} ");
        if (Category is not null)
            canonical.Append(CultureInfo.InvariantCulture, $"{Quantity} of {Category.Length}:{Category}");
        if (Together is true)
            canonical.Append(" together");
        foreach (var seat in seats)
            canonical.Append(CultureInfo.InvariantCulture, $"{seat.Length}:{seat}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
    }
}
