namespace Ticketing.Queues;

/// <summary>How the queue of one schedule is run.</summary>
/// <param name="Enabled">Off: fans reserve without a token.</param>
/// <param name="MaxActive">Fans admitted at a time, 1 to 100,000.</param>
/// <param name="PacePerSecond">Admissions a second at most; 0: as fast as room appears.</param>
/// <param name="Paused">Nobody is admitted; everybody keeps their place.</param>
/// <param name="Draining">Nobody new gets a place; those who wait are still admitted.</param>
/// <param name="ClaimSeconds">How long the admitted have to come, 5 to 3,600.</param>
/// <param name="ActiveSeconds">How long a fan who came may reserve, 30 to 86,400.</param>
/// <param name="PausesWhenSoldOut">Nobody is admitted while no seat is free.</param>
/// <param name="Draws">Those who come before the sale opens are put in a drawn order at the opening.</param>
[GenerateSerializer, Immutable, Alias("QueueSettings")]
public sealed record QueueSettings(
    [property: Id(0)] bool Enabled = true,
    [property: Id(1)] int MaxActive = 1_000,
    [property: Id(2)] int PacePerSecond = 0,
    [property: Id(3)] bool Paused = false,
    [property: Id(4)] bool Draining = false,
    [property: Id(5)] int ClaimSeconds = 60,
    [property: Id(6)] int ActiveSeconds = 600,
    [property: Id(7)] bool PausesWhenSoldOut = true,
    [property: Id(8)] bool Draws = false)
{
    public static QueueSettings Off { get; } = new(Enabled: false);
}
