namespace Ticketing.Events;

/// <summary>How long whoever asks again waits before the next time.</summary>
public static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(Limits.LostOrderSeconds);

    /// <summary>Doubles with every time, up to a bound.</summary>
    /// <param name="asked">How often it was asked again, from 1.</param>
    public static TimeSpan After(int asked)
    {
        var wait = TimeSpan.FromSeconds(Limits.StuckOrderSeconds) * Math.Pow(2, Math.Min(asked, 16) - 1);
        return wait < Longest ? wait : Longest;
    }
}
