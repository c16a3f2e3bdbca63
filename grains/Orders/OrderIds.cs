using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Ticketing.Reservations;

namespace Ticketing.Orders;

/// <summary>What an order is called, and what it is for.</summary>
public static class OrderIds
{
    /// <summary>The same attempt to pay makes the same order, however often it is begun.</summary>
    /// <param name="paymentVersion">Of the payment's row when the attempt begins.</param>
    public static Guid Of(Guid reservationId, long paymentVersion)
    {
        Span<byte> attempt = stackalloc byte[24];
        reservationId.TryWriteBytes(attempt, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(attempt[16..], paymentVersion);
        return new Guid(SHA256.HashData(attempt).AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>One line a category, in the order of the seats.</summary>
    public static ImmutableArray<OrderLine> Lines(ImmutableArray<ReservedSeat> seats) =>
        [.. seats.GroupBy(seat => seat.Category).Select(
            line => new OrderLine(line.Key, line.Count(), HasSeats: line.First().SeatId.Length > 0))];
}
