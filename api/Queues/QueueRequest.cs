using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>The waiting queue of a schedule.</summary>
/// <param name="Enabled">Whether a reservation needs a turn in the queue.</param>
/// <param name="MaxActive">Fans admitted at a time: 1 to 100,000.</param>
/// <param name="PacePerSecond">Admissions a second at most, up to 100,000; 0: as fast as room appears.</param>
/// <param name="ClaimSeconds">How long an admitted fan has to come: 5 to 3,600.</param>
/// <param name="ActiveSeconds">How long a fan who came may reserve: 30 to 86,400.</param>
/// <param name="PausesWhenSoldOut">Whether nobody is admitted while no seat is free.</param>
/// <param name="Draws">Whether those who come before the sale opens are put in a drawn order at the opening.</param>
public sealed record QueueRequest(
    bool Enabled = true,
    int MaxActive = 1_000,
    int PacePerSecond = 0,
    int ClaimSeconds = 60,
    int ActiveSeconds = 600,
    bool PausesWhenSoldOut = true,
    bool Draws = false)
{
    internal QueueSettings ToSettings() => new(
        Enabled,
        MaxActive,
        PacePerSecond,
        ClaimSeconds: ClaimSeconds,
        ActiveSeconds: ActiveSeconds,
        PausesWhenSoldOut: PausesWhenSoldOut,
        Draws: Draws);
}
