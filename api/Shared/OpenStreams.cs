using System.Collections.Concurrent;

namespace Ticketing.Api;

/// <summary>Bounds how many streams somebody has open, so that one does not take the streams of all others.</summary>
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
        // Nobody may add to an entry between the look at it and its removal: it is removed only as it was seen.
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
