using Ticketing.Storage;

namespace Ticketing.Seats;

/// <summary>Decisions about one seat. Pure.</summary>
public static class SeatRules
{
    private static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(Limits.SeatClaimSeconds);
    private static readonly TimeSpan TrustTime = TimeSpan.FromSeconds(Limits.MemoryTrustSeconds);

    /// <summary>
    /// Whether the row must be read first: when a claim has expired without a report (its commit may have happened), or
    /// before a refusal based on old memory (a message may have been lost).
    /// </summary>
    public static bool MustRead(SeatState? seat, Guid reservationId, DateTimeOffset now)
    {
        if (seat is null) return true;
        if (seat.Claim is { } claim) return claim.Until <= now || claim.ReservationId == reservationId;
        return seat.Row.Status != SeatStatus.Available && seat.KnownAt + TrustTime <= now;
    }

    public static (SeatState Next, ClaimOutcome Outcome) Claim(SeatState seat, Guid reservationId, DateTimeOffset now)
    {
        if (seat.Row.ReservationId == reservationId) return (seat, new ClaimOutcome(ClaimResult.Yours));

        var taken = seat.Row.Status != SeatStatus.Available
            || seat.Row.BlockWantedAt is not null
            || (IsClaimed(seat, now) && seat.Claim!.ReservationId != reservationId);
        if (taken) return (seat, new ClaimOutcome(ClaimResult.Taken));

        var row = seat.Row;
        return (
            seat with { Claim = new SeatClaim(reservationId, now + ClaimTime) },
            new ClaimOutcome(ClaimResult.Granted, new(
                row.Key.SeatId, row.Category, row.Price, row.Version, row.Block, row.Ordinal)));
    }

    public static SeatState GiveBack(SeatState seat, Guid reservationId) =>
        seat.Claim?.ReservationId == reservationId ? seat with { Claim = null } : seat;

    /// <summary>Applies a change that another grain has committed, unless a newer one is known.</summary>
    public static SeatState Settle(SeatState seat, SettledSeat settled, DateTimeOffset now)
    {
        if (settled.Version <= seat.Row.Version) return seat;
        var row = seat.Row with
        {
            Status = settled.Status,
            ReservationId = settled.ReservationId,
            Version = settled.Version,
            BlockWantedAt = settled.BlockWantedAt,
        };
        return new SeatState(row, Claim: null, now);
    }

    /// <summary>The row to write for blocking, or null when there is nothing to write.</summary>
    /// <param name="whenFree">
    /// Whether a held or sold seat shall be blocked when it comes back. A claim does not count as held: its commit, to
    /// which nothing was promised yet, fails by the version.
    /// </param>
    public static (SeatRow? Next, BlockOutcome Outcome) Block(SeatState seat, bool whenFree, DateTimeOffset now)
    {
        var row = seat.Row;
        return row.Status switch
        {
            SeatStatus.Available when IsClaimed(seat, now) && !whenFree => (null, BlockOutcome.Taken),
            SeatStatus.Available => (Next(row, SeatStatus.Blocked, blockWantedAt: null), BlockOutcome.Done),
            SeatStatus.Blocked => (null, BlockOutcome.Done),
            _ when !whenFree => (null, BlockOutcome.Taken),
            _ when row.BlockWantedAt is not null => (null, BlockOutcome.WhenFree),
            _ => (Next(row, row.Status, now), BlockOutcome.WhenFree),
        };
    }

    /// <summary>The row to write for unblocking, or null when there is nothing to write.</summary>
    public static (SeatRow? Next, BlockOutcome Outcome) Unblock(SeatState seat, DateTimeOffset now)
    {
        var row = seat.Row;
        if (row.Status == SeatStatus.Blocked) return (Next(row, SeatStatus.Available, null), BlockOutcome.Done);
        if (row.BlockWantedAt is not null) return (Next(row, row.Status, null), BlockOutcome.Done);
        return (null, row.Status == SeatStatus.Available && !IsClaimed(seat, now)
            ? BlockOutcome.Done
            : BlockOutcome.Taken);
    }

    private static SeatRow Next(SeatRow row, SeatStatus status, DateTimeOffset? blockWantedAt) =>
        row with { Status = status, BlockWantedAt = blockWantedAt, Version = row.Version + 1 };

    private static bool IsClaimed(SeatState seat, DateTimeOffset now) => seat.Claim is { } claim && claim.Until > now;
}

/// <summary>The memory of a seat grain: the row as last read or committed, and the current claim.</summary>
/// <param name="KnownAt">When the row was last known to match the database.</param>
public sealed record SeatState(SeatRow Row, SeatClaim? Claim, DateTimeOffset KnownAt);

/// <summary>A claim in memory by a reservation that is being committed.</summary>
public sealed record SeatClaim(Guid ReservationId, DateTimeOffset Until);
