using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>How the picture of a schedule's seats is made. Pure.</summary>
public static class SeatMapRules
{
    /// <summary>The picture of these seats; its version is a digest of its content.</summary>
    public static SeatMap Draw(int seatCount, IReadOnlyList<SeatStanding> taken) => new(
        Digest(taken),
        seatCount,
        Of(taken, SeatStatus.Held),
        Of(taken, SeatStatus.Sold),
        Of(taken, SeatStatus.Blocked));

    private static ImmutableArray<string> Of(IReadOnlyList<SeatStanding> taken, SeatStatus status) =>
        [.. taken.Where(seat => seat.Status == status).Select(seat => seat.SeatId)];

    private static string Digest(IReadOnlyList<SeatStanding> taken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var seat in taken) hash.AppendData(Encoding.UTF8.GetBytes($"{(int)seat.Status}{seat.SeatId}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
