using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Queues;
using Ticketing.Reservations;

namespace Ticketing.Api;

/// <summary>Either <c>seats</c>, or <c>category</c> and <c>quantity</c>.</summary>
/// <param name="Seats">1 to 8 seats by their <c>seat_guid</c>, no one twice. All are held, or none.</param>
/// <param name="Category">The best available seats of this category, side by side where possible.</param>
/// <param name="Quantity">How many of them, 1 to 8.</param>
public sealed record ReserveRequest(
    Guid ScheduleId, string[]? Seats = null, string? Category = null, int? Quantity = null)
{
    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        if (Seats is not null == Category is not null || Category is not null != Quantity is not null)
            errors.Add("$", "Give either 'seats', or 'category' and 'quantity'.");
        if (Seats is not null)
            SeatLists.Check(errors, Seats, Limits.SeatsPerReservation);
        errors.Require(
            Category is null or { Length: >= 1 and <= Limits.MaxNameLength },
            "$.category",
            $"A category has 1 to {Limits.MaxNameLength} characters.");
        errors.Require(
            Quantity is null or (>= 1 and <= Limits.SeatsPerReservation),
            "$.quantity",
            $"The quantity must be 1 to {Limits.SeatsPerReservation}.");
        return errors;
    }

    /// <summary>Seats are sorted: the same seats in another order are the same request.</summary>
    internal ReserveSeats ToCommand(Guid userId, QueuePlace? place)
    {
        ImmutableArray<string> seats = [.. (Seats ?? []).Order(StringComparer.Ordinal)];
        return new(ScheduleId, userId, seats, Category, Quantity ?? seats.Length, Hash(seats), place);
    }

    /// <summary>Over what was understood, not over how it was written; lengths keep neighbours apart.</summary>
    private string Hash(ImmutableArray<string> seats)
    {
        var canonical = new StringBuilder("reserve/1 ").Append(CultureInfo.InvariantCulture, $"{ScheduleId:D} ");
        if (Category is not null)
            canonical.Append(CultureInfo.InvariantCulture, $"{Quantity} of {Category.Length}:{Category}");
        foreach (var seat in seats)
            canonical.Append(CultureInfo.InvariantCulture, $"{seat.Length}:{seat}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
    }
}
