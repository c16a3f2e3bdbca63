using System.Collections.Concurrent;

namespace Ticketing.Api;

/// <summary>What the grains of one kind publish, by schedule; see <see cref="Posted{TValue}"/>.</summary>
internal sealed class PostedValues<TValue>(Func<Guid, TValue?, Task<TValue?>> read, TimeSpan maxAge, TimeProvider time)
    where TValue : class
{
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<Guid, Posted<TValue>> values = new();

    /// <summary>Null when there is no such schedule.</summary>
    public ValueTask<TValue?> GetAsync(Guid scheduleId)
    {
        if (values.TryGetValue(scheduleId, out var posted))
            return posted.GetAsync();
        if (values.Count >= MaxKept)
            ForgetIdle();
        return values
            .GetOrAdd(scheduleId, id => new Posted<TValue>(known => read(id, known), maxAge, time))
            .GetAsync();
    }

    /// <summary>What nobody looks at, and what is none.</summary>
    private void ForgetIdle()
    {
        foreach (var (id, posted) in values)
        {
            if (posted.IsIdle)
                values.TryRemove(id, out _);
        }
    }
}
