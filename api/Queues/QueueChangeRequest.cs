using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>What to change of a queue; what is not given stays. It takes effect at once.</summary>
/// <param name="Enabled">Off: fans reserve without a token, within seconds.</param>
/// <param name="MaxActive">Fans admitted at a time. More come in at once; when fewer, nobody is sent away.</param>
/// <param name="PacePerSecond">Admissions a second at most; 0: as fast as room appears.</param>
/// <param name="Paused">Nobody is admitted; everybody keeps their place.</param>
/// <param name="Draining">Nobody new gets a place; those who wait are still admitted.</param>
/// <param name="ClaimSeconds">How long the admitted have to come.</param>
/// <param name="ActiveSeconds">How long a fan who came may reserve.</param>
/// <param name="PausesWhenSoldOut">Nobody is admitted while no seat is free.</param>
/// <param name="Draws">Those who come before the opening are put in a drawn order; fixed once somebody came.</param>
public sealed record QueueChangeRequest(
    bool? Enabled = null,
    int? MaxActive = null,
    int? PacePerSecond = null,
    bool? Paused = null,
    bool? Draining = null,
    int? ClaimSeconds = null,
    int? ActiveSeconds = null,
    bool? PausesWhenSoldOut = null,
    bool? Draws = null)
{
    internal QueueChange ToCommand() => new(
        Enabled, MaxActive, PacePerSecond, Paused, Draining, ClaimSeconds, ActiveSeconds, PausesWhenSoldOut, Draws);
}
