using System.Collections.Immutable;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Decisions about the purchase limit of one fan at one schedule. Pure.</summary>
public static class FanRules
{
    private static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(Limits.AllowanceOpenSeconds);
    private static readonly TimeSpan TrustTime = TimeSpan.FromSeconds(Limits.FanTrustSeconds);

    /// <summary>Merges the rows with the known reservations whose outcome is still pending.</summary>
    public static FanState Read(FanState? known, IReadOnlyList<FanReservation> rows, DateTimeOffset now)
    {
        var reservations = rows.ToImmutableDictionary(row => row.ReservationId, row => new FanEntry(row.Seats, null));
        var state = new FanState(reservations, now) { Rows = [.. rows] };
        if (known is null) return state;

        var awaited = known.Reservations
            .Where(entry => entry.Value.OpenUntil > now && !reservations.ContainsKey(entry.Key));
        return state with { Reservations = reservations.AddRange(awaited) };
    }

    /// <summary>
    /// Whether the rows must be read first: when an outcome was never reported, before a refusal based on old memory,
    /// or when a hold may have ended unpaid since.
    /// </summary>
    public static bool MustRead(FanState? fan, AllowSeats command, DateTimeOffset now)
    {
        if (fan is null || fan.Reservations.Count > 2 * Limits.RememberedReservationsPerFan) return true;
        if (fan.Reservations.Values.Any(entry => entry.OpenUntil <= now)) return true;
        var mayHaveEnded = command.HoldSeconds > 0 && !fan.Reservations.IsEmpty;
        return fan.KnownAt + TrustTime <= now && (mayHaveEnded || Counted(fan) + command.Seats > command.Limit);
    }

    public static (FanState Next, AllowOutcome Outcome) Allow(FanState fan, AllowSeats command, DateTimeOffset now)
    {
        var known = fan.Reservations.GetValueOrDefault(command.ReservationId);
        if (known is { OpenUntil: null }) return (fan, AllowOutcome.SeenBefore);

        // An earlier attempt has no reported outcome: it counts with the seats requested now.
        var counted = Counted(fan) - (known?.Seats ?? 0) + command.Seats;
        if (counted > command.Limit) return (fan, known is null ? AllowOutcome.LimitExceeded : AllowOutcome.SeenBefore);

        var open = new FanEntry(command.Seats, now + OpenTime);
        return (
            fan with { Reservations = fan.Reservations.SetItem(command.ReservationId, open) },
            known is not null ? AllowOutcome.AllowedAgain
            : HoldsInFull(fan, command.HoldSeconds, now) ? AllowOutcome.Allowed
            : AllowOutcome.AllowedShorter);
    }

    private static bool HoldsInFull(FanState fan, int holdSeconds, DateTimeOffset now) =>
        holdSeconds == 0
        || HoldRules.Decide(fan.Rows, holdSeconds, now) == new HoldGrant(holdSeconds, PausedUntil: null);

    public static FanState Settle(FanState fan, SettledAllowance settled) => fan with
    {
        Reservations = settled.Made
            ? fan.Reservations.SetItem(settled.ReservationId, new FanEntry(settled.Seats, OpenUntil: null))
            : fan.Reservations.Remove(settled.ReservationId),
    };

    private static int Counted(FanState fan) => fan.Reservations.Values.Sum(entry => entry.Seats);
}

/// <param name="Reservations">By id: those in the database, and those whose outcome is pending.</param>
/// <param name="KnownAt">When the database was last read.</param>
public sealed record FanState(ImmutableDictionary<Guid, FanEntry> Reservations, DateTimeOffset KnownAt)
{
    /// <summary>The reservations as they were read.</summary>
    public ImmutableArray<FanReservation> Rows { get; init; } = [];
}

/// <summary>A reservation in the memory of a fan's grain.</summary>
/// <param name="Seats">Seats that count against the limit.</param>
/// <param name="OpenUntil">
/// Set while the outcome is pending; if this time passes without a report, the database is read.
/// </param>
public sealed record FanEntry(int Seats, DateTimeOffset? OpenUntil);
