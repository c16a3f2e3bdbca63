using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// Bounds the time for which a fan keeps seats of a schedule from others without paying. Pure. Computed from the rows
/// of the fan's reservations, so that no crash forgives it. The rule counts the time of unpaid holds since the last
/// purchase, in hold times of the schedule: a fan who cancels early uses little of it, and the time of renewals counts
/// like that of another hold.
/// </summary>
public static class HoldRules
{
    public static HoldGrant Decide(IEnumerable<FanReservation> reservations, int holdSeconds, DateTimeOffset now)
    {
        var known = reservations.ToArray();
        var since = now.AddSeconds(-HoldLimits.RememberedUnpaidSeconds);
        if (known.Max(one => one.BoughtAt) is { } bought && bought > since) since = bought;

        UnpaidHold[] unpaid =
            [.. known.Select(one => one.Unpaid).OfType<UnpaidHold>().Where(hold => hold.Until > since)];
        var times = (int)(unpaid.Sum(hold => (hold.Until - hold.From).TotalSeconds) / holdSeconds);
        if (times < HoldLimits.FullUnpaidHolds) return new HoldGrant(holdSeconds, PausedUntil: null);

        var shorter = Math.Max(
            holdSeconds / HoldLimits.ShorterPart, Math.Min(holdSeconds, HoldLimits.ShortestHoldSeconds));
        if (times < HoldLimits.UnpaidHoldsBeforePause) return new HoldGrant(shorter, PausedUntil: null);

        var doublings = Math.Min(times - HoldLimits.UnpaidHoldsBeforePause, HoldLimits.MaxPauseDoublings);
        var end = unpaid.Max(hold => hold.Until).AddSeconds(HoldLimits.PauseSeconds << doublings);
        return new HoldGrant(shorter, end > now ? end : null);
    }
}

/// <param name="HoldSeconds">How long the next hold lasts.</param>
/// <param name="PausedUntil">When the fan may hold seats again; null when that is now.</param>
public sealed record HoldGrant(int HoldSeconds, DateTimeOffset? PausedUntil);

/// <summary>The bounds of unpaid holds, per fan and schedule.</summary>
public static class HoldLimits
{
    /// <summary>
    /// The most renewals that a schedule can allow. WCAG 2.2.1 asks for ten, except where a time limit is essential.
    /// </summary>
    public const int MaxRenewals = 10;

    /// <summary>Renewals of a schedule that does not say how many.</summary>
    public const int DefaultRenewals = 3;

    /// <summary>
    /// A hold lasts at most so long with all its renewals. Not shorter than <see cref="Limits.MaxHoldSeconds"/>.
    /// </summary>
    public const int MaxHeldSeconds = 7_200;

    /// <summary>Unpaid hold times after which holds become shorter; a fan notices nothing before.</summary>
    public const int FullUnpaidHolds = 3;

    /// <summary>Unpaid hold times after which a pause comes before each hold.</summary>
    public const int UnpaidHoldsBeforePause = 5;

    /// <summary>A shorter hold is this part of a full one.</summary>
    public const int ShorterPart = 4;

    /// <summary>
    /// A shorter hold lasts at least so long, in which a fan can still pay; a schedule whose holds are shorter anyway
    /// keeps them.
    /// </summary>
    public const int ShortestHoldSeconds = 30;

    /// <summary>
    /// The first pause after the end of the last unpaid hold; it doubles with each further hold time.
    /// </summary>
    public const int PauseSeconds = 60;

    /// <summary>The longest pause is 16 minutes.</summary>
    public const int MaxPauseDoublings = 4;

    /// <summary>Unpaid holds are forgotten after a day.</summary>
    public const int RememberedUnpaidSeconds = 86_400;
}
