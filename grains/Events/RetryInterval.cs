namespace Ticketing.Events;

/// <summary>The interval between retries of an unanswered event.</summary>
public static class RetryInterval
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(Limits.LostOrderSeconds);

    /// <summary>Doubles with every retry, up to <see cref="Limits.LostOrderSeconds"/>.</summary>
    /// <param name="asked">Number of retries so far, from 1.</param>
    public static TimeSpan After(int asked)
    {
        var wait = TimeSpan.FromSeconds(Limits.StuckOrderSeconds) * Math.Pow(2, Math.Min(asked, 16) - 1);
        return wait < Longest ? wait : Longest;
    }
}
