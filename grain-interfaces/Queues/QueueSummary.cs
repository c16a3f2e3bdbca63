using System.Collections.Immutable;

namespace Ticketing.Queues;

/// <summary>
/// The published facts of a queue, from which a waiting fan's position is computed without a call to the queue.
/// </summary>
/// <param name="OpensAt">When the sale opens; no fan is admitted before.</param>
/// <param name="LastNumber">The highest number given.</param>
/// <param name="AdmittedThrough">
/// The watermark: every turn up to it has been admitted, or passed over because its place was given up.
/// </param>
/// <param name="Waiting">Fans with a place whose turn has not come.</param>
/// <param name="Active">Fans admitted: those who have entered, and those whose claim window is running.</param>
/// <param name="AdmittedPerMinute">Fans admitted in the last minute.</param>
/// <param name="Served">Fans who have paid since the queue was created.</param>
/// <param name="Abandoned">Places that ended without a payment.</param>
/// <param name="DrawCommitment">SHA-256 of the draw's key in hex; null without a draw.</param>
/// <param name="DrawKey">The draw's key once the order is drawn; empty before.</param>
/// <param name="DrawnEntries">Numbers 1 to this one have a drawn order; null before the draw.</param>
/// <param name="StartsAt">When the event begins; no fan is admitted from then on.</param>
/// <param name="Leavers">The waiting places given back of late; null from a silo of an older release.</param>
/// <param name="Pace">
/// The admissions of the last minutes; null before the first one, and from a silo of an older release.
/// </param>
[GenerateSerializer, Immutable, Alias("QueueStanding")]
public sealed record QueueSummary(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] QueueSettings Settings,
    [property: Id(2)] DateTimeOffset OpensAt,
    [property: Id(3)] long LastNumber,
    [property: Id(4)] long AdmittedThrough,
    [property: Id(5)] long Waiting,
    [property: Id(6)] int Active,
    [property: Id(7)] double AdmittedPerMinute,
    [property: Id(8)] long Served,
    [property: Id(9)] long Abandoned,
    [property: Id(10)] SeatSupply Supply,
    [property: Id(11)] string? DrawCommitment,
    [property: Id(12)] ImmutableArray<byte> DrawKey,
    [property: Id(13)] long? DrawnEntries,
    [property: Id(14)] DateTimeOffset StartsAt,
    [property: Id(15)] QueueLeavers? Leavers = null,
    [property: Id(16)] QueuePace? Pace = null);

/// <summary>The pace of admissions, as observed over the last minutes.</summary>
/// <param name="Admitted">Fans admitted in the time observed; above 0.</param>
/// <param name="Seconds">The time observed, 10 to 300 seconds.</param>
/// <param name="Dispersion">
/// Variance of the admissions in intervals of 5 seconds, divided by their mean; at least 1, that of a Poisson process.
/// </param>
[GenerateSerializer, Immutable, Alias("QueuePace")]
public sealed record QueuePace(
    [property: Id(0)] long Admitted, [property: Id(1)] double Seconds, [property: Id(2)] double Dispersion);

/// <summary>Places that were given back while they waited.</summary>
/// <param name="Since">
/// The list has every such place since <see cref="QueueSummary.Abandoned"/> had this value.
/// </param>
[GenerateSerializer, Immutable, Alias("QueueLeavers")]
public sealed record QueueLeavers([property: Id(0)] long Since, [property: Id(1)] ImmutableArray<long> Numbers);

/// <summary>The settings of one schedule's queue.</summary>
/// <param name="Enabled">When false, fans reserve without a token.</param>
/// <param name="MaxActive">Maximum number of fans admitted at the same time, 1 to 100,000.</param>
/// <param name="PacePerSecond">Maximum number of admissions per second; 0: as fast as room appears.</param>
/// <param name="Paused">No fan is admitted; all fans keep their places.</param>
/// <param name="Draining">No new fan gets a place; fans who wait are still admitted.</param>
/// <param name="ClaimSeconds">
/// Length of the claim window in seconds, 5 to 3,600: an admitted fan must enter within it.
/// </param>
/// <param name="ActiveSeconds">
/// Length of the active window in seconds, 30 to 86,400: a fan who has entered may reserve within it.
/// </param>
/// <param name="PausesWhenSoldOut">No fan is admitted while no seat is free.</param>
/// <param name="MoreTimes">
/// How often a called fan may ask for more time, 0 to 10, each time <paramref name="ClaimSeconds"/>; null:
/// <see cref="DefaultMoreTimes"/>, also from a silo of an older release.
/// </param>
/// <param name="Draws">Fans who join before the sale opens are put in a drawn order at the opening.</param>
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
    [property: Id(8)] bool Draws = false,
    [property: Id(9)] int? MoreTimes = null)
{
    public const int DefaultMoreTimes = 3;

    public static QueueSettings Off { get; } = new(Enabled: false);
}

/// <summary>The supply of seats, as far as the queue knows.</summary>
public enum SeatSupply
{
    Free,

    /// <summary>No seat is free, but some are held and may become free.</summary>
    OnlyHeld,

    /// <summary>No seat is free and none is held.</summary>
    SoldOut,
}
