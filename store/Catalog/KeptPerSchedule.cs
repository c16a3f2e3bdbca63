namespace Ticketing.Store;

/// <summary>
/// Keeps a value made of each seating plan that is requested most. A plan never changes, so it is read once, however
/// many requests arrive at the same time; plans are read one after the other. Above the bound, the value that was not
/// requested for the longest time is dropped.
/// </summary>
/// <param name="read">Null when there is no such schedule.</param>
public sealed class KeptPerSchedule<T>(long maxBytes, Func<Guid, Task<T?>> read, Func<T, long> sizeBytes) : IDisposable
    where T : class
{
    private readonly Dictionary<Guid, Task<T?>> values = [];
    private readonly LinkedList<Guid> byUse = new();
    private readonly SemaphoreSlim reading = new(1);
    private readonly Lock changing = new();

    /// <summary>Null when there is no such schedule. Throws what reading threw; the next call reads again.</summary>
    public Task<T?> GetAsync(Guid scheduleId)
    {
        lock (changing)
        {
            if (values.TryGetValue(scheduleId, out var known))
            {
                byUse.Remove(scheduleId);
                byUse.AddFirst(scheduleId);
                return known;
            }

            // On another thread, because this one holds the lock.
            var loading = Task.Run(() => LoadAsync(scheduleId));
            values.Add(scheduleId, loading);
            byUse.AddFirst(scheduleId);
            return loading;
        }
    }

    public void Dispose() => reading.Dispose();

    private async Task<T?> LoadAsync(Guid scheduleId)
    {
        T? value = null;
        await reading.WaitAsync();
        try
        {
            value = await read(scheduleId);
            return value;
        }
        finally
        {
            reading.Release();
            lock (changing)
                Keep(scheduleId, value);
        }
    }

    /// <summary>Drops a value that could not be read, and values above the bound.</summary>
    private void Keep(Guid scheduleId, T? value)
    {
        if (value is null)
            Forget(scheduleId);
        var (bytes, used) = (value is null ? 0 : sizeBytes(value), byUse.First);
        while (used is not null)
        {
            var (one, next) = (used.Value, used.Next);
            if (one != scheduleId && values[one] is { IsCompletedSuccessfully: true, Result: { } other })
            {
                bytes += sizeBytes(other);
                if (bytes > maxBytes)
                    Forget(one);
            }

            used = next;
        }
    }

    private void Forget(Guid scheduleId)
    {
        values.Remove(scheduleId);
        byUse.Remove(scheduleId);
    }
}
