using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Ticketing.Reservations;

namespace Ticketing.Orders;

/// <summary>Derives the id and the lines of an order.</summary>
public static class OrderIds
{
    /// <summary>The same payment attempt always has the same order id, however often it is started.</summary>
    /// <param name="paymentVersion">Version of the payment's row when the attempt begins.</param>
    public static Guid Of(Guid reservationId, long paymentVersion)
    {
        Span<byte> attempt = stackalloc byte[24];
        reservationId.TryWriteBytes(attempt, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(attempt[16..], paymentVersion);
        return new Guid(SHA256.HashData(attempt).AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>
    /// The order of an attempt that the fan has named; differs from every id made of a version, because names are
    /// visible ASCII.
    /// </summary>
    public static Guid Of(Guid reservationId, string attempt) => DerivedId.Of(reservationId, $"pay:{attempt}");

    /// <summary>One line per category, in the order of the seats.</summary>
    public static ImmutableArray<OrderLine> Lines(ImmutableArray<ReservedSeat> seats) =>
        [.. seats.GroupBy(seat => seat.Category).Select(
            line => new OrderLine(line.Key, line.Count(), HasSeats: line.First().SeatId.Length > 0))];
}
