namespace Ticketing.Api;

/// <summary>
/// A value that one grain publishes, kept in this process: however many look at it, the grain is asked by one of them.
/// </summary>
/// <param name="read">Given what is known already; null when there is no such thing.</param>
/// <param name="maxAge">Older values are read again. Up to twice this age nobody waits for that.</param>
internal sealed class Posted<TValue>(Func<TValue?, Task<TValue?>> read, TimeSpan maxAge, TimeProvider time)
    where TValue : class
{
    // While the grain does not answer, something old is better than nothing, but not for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A read may hang as long as a call may take; nobody waits that long while an older value is known.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private TValue? value;
    private long readAt;
    private Task? reading;

    /// <summary>Nobody has looked for a while, or there is nothing to see.</summary>
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
