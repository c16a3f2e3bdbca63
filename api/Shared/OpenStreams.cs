using System.Collections.Concurrent;

namespace Ticketing.Api;

/// <summary>Bounds the open streams of one key, so that it cannot take the streams of all others.</summary>
internal abstract class OpenStreams<TKey>(ConcurrencyOptions bounds, Func<ConcurrencyOptions, int> boundOf)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, int> open = new();
    private readonly int most = bounds.Enabled ? boundOf(bounds) : int.MaxValue;

    /// <summary>Whether one more may be opened; then <see cref="Close"/> it.</summary>
    public bool TryOpen(TKey key)
    {
        if (open.AddOrUpdate(key, 1, (_, count) => count + 1) <= most)
            return true;
        Close(key);
        return false;
    }

    public void Close(TKey key)
    {
        // An entry is removed only with the count that was read; else a stream opened in between would not be counted.
        while (open.TryGetValue(key, out var count))
        {
            if (count > 1
                ? open.TryUpdate(key, count - 1, count)
                : open.TryRemove(new KeyValuePair<TKey, int>(key, count)))
            {
                return;
            }
        }
    }
}
