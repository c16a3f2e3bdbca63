using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>
/// The drawn order of the first entries of a queue: a keyed permutation without stored state, which anyone with the key
/// can compute. A balanced Feistel network of 8 rounds over 2w bits, w the smallest with 2^(2w) >= entries, repeated
/// until the result is below the number of entries (cycle walking). Round function: the first 4 bytes, big endian, of
/// SHA-256(key (32 bytes) || round (1 byte, from 0) || right half (8 bytes, big endian)), of which the lowest w bits.
/// </summary>
/// <param name="entries">Numbers 1 to this one were drawn; a later number is its own turn.</param>
public sealed class DrawOrder(ReadOnlyMemory<byte> key, long entries)
{
    private const int Rounds = 8;
    private const int InputBytes = Limits.DrawKeyBytes + 1 + sizeof(ulong);

    private readonly int halfBits = HalfBits(entries);

    private ulong Mask => (1UL << halfBits) - 1;

    /// <summary>
    /// SHA-256 of the key in hex. It is published before the draw as proof that the key was not chosen afterwards.
    /// </summary>
    public static string Commitment(ReadOnlySpan<byte> key) => Convert.ToHexStringLower(SHA256.HashData(key));

    public long TurnOf(long number) => number > entries ? number : 1 + Walk(number - 1, Forward);

    /// <summary>The inverse of <see cref="TurnOf"/>.</summary>
    public long NumberAt(long turn) => turn > entries ? turn : 1 + Walk(turn - 1, Backward);

    private static int HalfBits(long entries)
    {
        var bits = 0;
        while (bits < 31 && 1L << (2 * bits) < entries) bits++;
        return bits;
    }

    private long Walk(long index, Func<ulong, ulong> permute)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var value = (ulong)index;
        do
        {
            value = permute(value);
        }
        while (value >= (ulong)entries);
        return (long)value;
    }

    private ulong Forward(ulong value)
    {
        var (left, right) = (value >> halfBits, value & Mask);
        for (var round = 0; round < Rounds; round++) (left, right) = (right, left ^ Mix(round, right));
        return (left << halfBits) | right;
    }

    private ulong Backward(ulong value)
    {
        var (left, right) = (value >> halfBits, value & Mask);
        for (var round = Rounds - 1; round >= 0; round--) (left, right) = (right ^ Mix(round, left), left);
        return (left << halfBits) | right;
    }

    private ulong Mix(int round, ulong half)
    {
        Span<byte> input = stackalloc byte[InputBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        key.Span.CopyTo(input);
        input[Limits.DrawKeyBytes] = (byte)round;
        BinaryPrimitives.WriteUInt64BigEndian(input[(Limits.DrawKeyBytes + 1)..], half);
        SHA256.HashData(input, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash) & Mask;
    }
}

/// <summary>Maps the numbers of places to turns. Pure.</summary>
public static class QueueTurns
{
    public static DrawOrder Order(QueueRow row) => Order(row.DrawKey, row.DrawnEntries);

    /// <param name="drawnEntries">Null before a draw and without one.</param>
    public static DrawOrder Order(ImmutableArray<byte> drawKey, long? drawnEntries) =>
        drawnEntries is > 0
            ? new DrawOrder(drawKey.AsMemory(), drawnEntries.Value)
            : new DrawOrder(default, entries: 0);

    /// <summary>Null while the order has not been drawn.</summary>
    public static long? TurnOf(QueueRow row, long number) =>
        AwaitsDraw(row) ? null : Order(row).TurnOf(number);

    public static bool AwaitsDraw(QueueRow row) => row.Settings.Draws && row.DrawnEntries is null;
}
