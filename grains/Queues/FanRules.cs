using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Decisions about the purchase limit of one fan at one schedule. Pure.</summary>
public static class FanRules
{
    private static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(Limits.SeatClaimSeconds);
    private static readonly TimeSpan TrustTime = TimeSpan.FromSeconds(Limits.FanTrustSeconds);

    /// <summary>What the database knows, and what is still awaited.</summary>
    public static FanState Read(FanState? known, IReadOnlyList<FanReservation> rows, DateTimeOffset now)
    {
        var reservations = rows.ToImmutableDictionary(row => row.ReservationId, row => new FanEntry(row.Seats, null));
        if (known is null) return new FanState(reservations, now);

        var awaited = known.Reservations
            .Where(entry => entry.Value.OpenUntil > now && !reservations.ContainsKey(entry.Key));
        return new FanState(reservations.AddRange(awaited), now);
    }

    /// <summary>
    /// Whether memory may answer: not when an outcome was never heard, and not for a refusal resting on old memory.
    /// </summary>
    public static bool MustRead(FanState? fan, AllowSeats command, DateTimeOffset now)
    {
        if (fan is null) return true;
        if (fan.Reservations.Values.Any(entry => entry.OpenUntil <= now)) return true;
        return fan.KnownAt + TrustTime <= now && Counted(fan) + command.Seats > command.Limit;
    }

    public static (FanState Next, AllowOutcome Outcome) Allow(FanState fan, AllowSeats command, DateTimeOffset now)
    {
        if (fan.Reservations.ContainsKey(command.ReservationId)) return (fan, AllowOutcome.SeenBefore);
        if (Counted(fan) + command.Seats > command.Limit) return (fan, AllowOutcome.LimitExceeded);

        var open = new FanEntry(command.Seats, now + OpenTime);
        return (fan with { Reservations = fan.Reservations.Add(command.ReservationId, open) }, AllowOutcome.Allowed);
    }

    public static FanState Settle(FanState fan, SettledAllowance settled) => fan with
    {
        Reservations = settled.Made
            ? fan.Reservations.SetItem(settled.ReservationId, new FanEntry(settled.Seats, OpenUntil: null))
            : fan.Reservations.Remove(settled.ReservationId),
    };

    private static int Counted(FanState fan) => fan.Reservations.Values.Sum(entry => entry.Seats);
}
