using System.Collections.Concurrent;

namespace Ticketing.Api;

/// <summary>
/// A value that a grain publishes, cached in this process: however many callers need it, one of them reads it.
/// </summary>
/// <param name="read">Gets the value known so far; returns null when the value does not exist.</param>
/// <param name="maxAge">An older value is read again. Up to twice this age, callers do not wait for that.</param>
internal sealed class SharedValue<TValue>(Func<TValue?, Task<TValue?>> read, TimeSpan maxAge, TimeProvider time)
    where TValue : class
{
    // While the grain does not answer, an old value is better than none, but not for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A read may hang as long as a call may take; no caller waits that long while an older value is known.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private TValue? value;
    private long readAt;
    private Task? reading;

    /// <summary>The value was not read for a while, or does not exist.</summary>
    public bool IsIdle => reading is null or { IsCompleted: true } && (value is null || Age > Patience);

    private TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref readAt));

    public ValueTask<TValue?> GetAsync()
    {
        var (known, age) = (value, Age);
        if (known is not null && age <= maxAge)
            return new(known);
        var refreshed = RefreshAsync();
        return known is not null && age <= 2 * maxAge ? new(known) : WaitAsync(refreshed, known);
    }

    private async ValueTask<TValue?> WaitAsync(Task refreshed, TValue? known)
    {
        if (known is null || Age > Patience)
        {
            await refreshed;
            return value;
        }

        try
        {
            await refreshed.WaitAsync(MaxWait, time);
            return value;
        }
        catch (Exception)
        {
            return known;
        }
    }

    private Task RefreshAsync()
    {
        lock (gate)
            return reading is null or { IsCompleted: true } ? reading = ReadAsync() : reading;
    }

    private async Task ReadAsync()
    {
        value = await read(value);
        Volatile.Write(ref readAt, time.GetTimestamp());
    }
}

/// <summary>The values of all grains of one kind, by schedule; see <see cref="SharedValue{TValue}"/>.</summary>
internal sealed class SharedValues<TValue>(Func<Guid, TValue?, Task<TValue?>> read, TimeSpan maxAge, TimeProvider time)
    where TValue : class
{
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<Guid, SharedValue<TValue>> values = new();

    /// <summary>Null when there is no such schedule.</summary>
    public ValueTask<TValue?> GetAsync(Guid scheduleId)
    {
        if (values.TryGetValue(scheduleId, out var posted))
            return posted.GetAsync();
        if (values.Count >= MaxKept)
            ForgetIdle();
        return values
            .GetOrAdd(scheduleId, id => new SharedValue<TValue>(known => read(id, known), maxAge, time))
            .GetAsync();
    }

    /// <summary>Drops values that are no longer read, and those of schedules that do not exist.</summary>
    private void ForgetIdle()
    {
        foreach (var (id, posted) in values)
        {
            if (posted.IsIdle)
                values.TryRemove(id, out _);
        }
    }
}
