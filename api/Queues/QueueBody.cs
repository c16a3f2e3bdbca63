using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>The queue of a schedule, as any visitor may see it.</summary>
/// <param name="Enabled">Off: reserve without a token.</param>
/// <param name="OpensAt">When the sale opens; no turn comes earlier.</param>
/// <param name="Paused">No fan is admitted at the moment; all keep their places.</param>
/// <param name="Draining">No new fan gets a place.</param>
/// <param name="LastNumber">The highest number given.</param>
/// <param name="AdmittedThrough">Every turn up to this one has come.</param>
/// <param name="SoldOut">No seat is free and none is held.</param>
/// <param name="OnlyHeldSeats">No seat is free, but some are held.</param>
/// <param name="ClaimSeconds">How long a called fan has to take the turn.</param>
/// <param name="MoreTimes">How often a called fan may ask for as long again.</param>
/// <param name="Draw">How fans who come before the opening are put in order; null: in order of arrival.</param>
public sealed record QueueBody(
    Guid ScheduleId,
    bool Enabled,
    DateTimeOffset OpensAt,
    bool Paused,
    bool Draining,
    long LastNumber,
    long AdmittedThrough,
    long Waiting,
    double AdmittedPerMinute,
    bool SoldOut,
    bool OnlyHeldSeats,
    QueueDrawBody? Draw,
    int ClaimSeconds,
    int MoreTimes)
{
    internal static QueueBody Of(QueueSummary summary) => new(
        summary.ScheduleId,
        summary.Settings.Enabled,
        summary.OpensAt,
        summary.Settings.Paused,
        summary.Settings.Draining,
        summary.LastNumber,
        summary.AdmittedThrough,
        summary.Waiting,
        summary.AdmittedPerMinute,
        summary.Supply == SeatSupply.SoldOut,
        summary.Supply == SeatSupply.OnlyHeld,
        QueueDrawBody.Of(summary),
        summary.Settings.ClaimSeconds,
        MoreTimeRules.Allowed(summary.Settings));
}

/// <summary>
/// The draw of a queue. Its key is fixed before the first number is given, and published after the draw, so that
/// any fan can recompute the order: see /draw.html.
/// </summary>
/// <param name="Commitment">SHA-256 of the key, hex: keep it to compare.</param>
/// <param name="Key">The key, hex; null before the draw.</param>
/// <param name="Entries">Numbers 1 to this one were put in the drawn order; null before the draw.</param>
public sealed record QueueDrawBody(string Commitment, string? Key, long? Entries)
{
    internal static QueueDrawBody? Of(QueueSummary summary) => summary.DrawCommitment is not { } commitment
        ? null
        : new QueueDrawBody(
            commitment,
            summary.DrawnEntries is null ? null : Convert.ToHexStringLower(summary.DrawKey.AsSpan()),
            summary.DrawnEntries);
}

/// <summary>The settings of a queue.</summary>
public sealed record QueueSettingsBody(
    bool Enabled,
    int MaxActive,
    int PacePerSecond,
    bool Paused,
    bool Draining,
    int ClaimSeconds,
    int ActiveSeconds,
    bool PausesWhenSoldOut,
    bool Draws,
    int MoreTimes)
{
    internal static QueueSettingsBody Of(QueueSettings settings) => new(
        settings.Enabled,
        settings.MaxActive,
        settings.PacePerSecond,
        settings.Paused,
        settings.Draining,
        settings.ClaimSeconds,
        settings.ActiveSeconds,
        settings.PausesWhenSoldOut,
        settings.Draws,
        MoreTimeRules.Allowed(settings));
}

/// <summary>The waiting queue of a schedule.</summary>
/// <param name="Enabled">Whether a reservation needs a turn in the queue.</param>
/// <param name="MaxActive">Fans admitted at a time: 1 to 100,000.</param>
/// <param name="PacePerSecond">Admissions a second at most, up to 100,000; 0: as fast as room appears.</param>
/// <param name="ClaimSeconds">How long an admitted fan has to come: 5 to 3,600.</param>
/// <param name="MoreTimes">How often an admitted fan may ask for as long again: 0 to 10.</param>
/// <param name="ActiveSeconds">How long a fan who came may reserve: 30 to 86,400.</param>
/// <param name="PausesWhenSoldOut">Whether no fan is admitted while no seat is free.</param>
/// <param name="Draws">Whether fans who come before the sale opens are put in a drawn order at the opening.</param>
public sealed record QueueRequest(
    bool Enabled = true,
    int MaxActive = 1_000,
    int PacePerSecond = 0,
    int ClaimSeconds = 60,
    int ActiveSeconds = 600,
    bool PausesWhenSoldOut = true,
    bool Draws = false,
    int MoreTimes = QueueSettings.DefaultMoreTimes)
{
    internal QueueSettings ToSettings() => new(
        Enabled,
        MaxActive,
        PacePerSecond,
        ClaimSeconds: ClaimSeconds,
        ActiveSeconds: ActiveSeconds,
        PausesWhenSoldOut: PausesWhenSoldOut,
        Draws: Draws,
        MoreTimes: MoreTimes);
}
