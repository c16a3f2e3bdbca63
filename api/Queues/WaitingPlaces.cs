namespace Ticketing.Api;

/// <summary>
/// The places of one queue whose rows this process has read as waiting, a bit for each number: a million fans take 125
/// KB. Numbers are given one after the other, so the bits are dense.
/// </summary>
internal sealed class WaitingPlaces
{
    private const int WordsPerChunk = 64;
    private const int NumbersPerChunk = 64 * WordsPerChunk;

    /// <summary>Places beyond it are read at every look.</summary>
    private const long MaxNumber = 16_000_000;

    private readonly Lock gate = new();
    private volatile ulong[][] chunks = [];

    public bool Has(long number)
    {
        var all = chunks;
        return number / NumbersPerChunk < all.Length
            && (Volatile.Read(ref Word(all, number)) & Bit(number)) != 0;
    }

    public void Add(long number)
    {
        if (number is < 0 or > MaxNumber) return;
        lock (gate)
        {
            var missing = (int)(number / NumbersPerChunk) + 1 - chunks.Length;
            if (missing > 0)
                chunks = [.. chunks, .. Enumerable.Range(0, missing).Select(_ => new ulong[WordsPerChunk])];
            Word(chunks, number) |= Bit(number);
        }
    }

    public void Remove(long number)
    {
        lock (gate)
        {
            if (number / NumbersPerChunk < chunks.Length)
                Word(chunks, number) &= ~Bit(number);
        }
    }

    private static ref ulong Word(ulong[][] all, long number) =>
        ref all[number / NumbersPerChunk][number % NumbersPerChunk / 64];

    private static ulong Bit(long number) => 1UL << (int)(number % 64);
}
