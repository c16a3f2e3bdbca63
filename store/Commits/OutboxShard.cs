namespace Ticketing.Store;

/// <summary>
/// Maps a key to a shard of the outbox. The shard is stored with the rows, so the mapping must never change.
/// </summary>
public static class OutboxShard
{
    public const int Count = 16;

    /// <summary>FNV-1a (32 bit) over the UTF-16 code units, low byte first, modulo <see cref="Count"/>.</summary>
    public static short Of(string key)
    {
        const uint offsetBasis = 2_166_136_261;
        const uint prime = 16_777_619;
        var hash = offsetBasis;
        foreach (var unit in key)
        {
            hash = (hash ^ (byte)unit) * prime;
            hash = (hash ^ (byte)(unit >> 8)) * prime;
        }

        return (short)(hash % Count);
    }
}
