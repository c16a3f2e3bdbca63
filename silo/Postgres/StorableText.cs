using System.Collections.Immutable;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Postgres;

/// <summary>
/// What Postgres can hold as text: well-formed Unicode without NUL. Asked before anything waits in a batch, where one
/// such text would fail everybody's.
/// </summary>
public static class StorableText
{
    public static bool Is(string text) => !text.Contains('\0') && IsWellFormed(text);

    /// <summary>The text with a replacement character for each that cannot be stored.</summary>
    public static string Of(string text) =>
        Is(text) ? text : string.Concat(text.Replace('\0', '\uFFFD').EnumerateRunes());

    /// <summary>Throws <see cref="ArgumentException"/> when a text of the commit cannot be stored.</summary>
    public static void AssertIn(Commit commit)
    {
        foreach (var seat in commit.Seats)
            Assert(seat.Key.SeatId);
        foreach (var reservation in commit.Reservations)
        {
            Assert(reservation.RequestHash);
            Assert(reservation.Reason);
            Assert(reservation.Seats);
        }

        foreach (var facet in commit.Details.Select(row => row.Reservation).OfType<ReservationFacet>())
        {
            Assert(facet.Reason);
            Assert(facet.Seats);
        }

        foreach (var consumed in commit.Consumed)
            Assert(consumed.Group);
        foreach (var entry in commit.Ledger)
            Assert(entry.OperationId);
        AssertInOrders(commit);
        foreach (var outboxEvent in commit.Events)
        {
            Assert(outboxEvent.Topic);
            Assert(outboxEvent.Key);
            Assert(outboxEvent.Payload);
            Assert(outboxEvent.TraceParent);
        }
    }

    private static void AssertInOrders(Commit commit)
    {
        if (commit is { Payments: [], Stock: [], StockTakes: [], Coupons: [], CouponUses: [], Orders: [] }
            and { OrderSteps: [], Tickets: [] })
            return;
        IEnumerable<string?> texts =
        [
            .. commit.Payments.Select(row => row.CouponCode),
            .. commit.Stock.Select(row => row.Key.Category),
            .. commit.StockTakes.Select(row => row.Key.Category),
            .. commit.Coupons.Select(row => row.Code),
            .. commit.CouponUses.SelectMany(row => new[] { row.Code, row.Reason }),
            .. commit.Orders.SelectMany(row => row.Lines.Select(line => line.Category)),
            .. commit.Orders.SelectMany(row => new[] { row.CouponCode, row.Reason }),
            .. commit.Orders.SelectMany(row => row.Parts),
            .. commit.OrderSteps.SelectMany(row => new[] { row.Step.Name, row.Step.Detail }),
            .. commit.Tickets.SelectMany(row => new[] { row.SeatId, row.Category, row.Code, row.UsedGate }),
        ];
        foreach (var text in texts)
            Assert(text);
    }

    private static void Assert(ImmutableArray<ReservedSeat> seats)
    {
        foreach (var seat in seats)
        {
            Assert(seat.SeatId);
            Assert(seat.Category);
        }
    }

    private static void Assert(string? text)
    {
        if (text is not null && !Is(text))
            throw new ArgumentException("A text of the commit holds NUL or half a character and cannot be stored.");
    }

    private static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (!char.IsHighSurrogate(rest[at]) || at + 1 == rest.Length || !char.IsLowSurrogate(rest[at + 1]))
                return false;
            rest = rest[(at + 2)..];
        }

        return true;
    }
}
