using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// Renewals: a fan who needs more time moves the deadline of an unpaid hold, each time by the time that the hold got at
/// first. Pure. The number of renewals is decided with the reservation and stored in its row, so that a change of the
/// schedule concerns later holds only, and the row's version alone guards a renewal.
/// </summary>
public static class RenewalRules
{
    /// <summary>
    /// The renewals of a hold made now: those of the schedule, as far as they fit in whole before the event starts and
    /// before <see cref="HoldLimits.MaxHeldSeconds"/>.
    /// </summary>
    public static int Allowed(SaleTerms terms, DateTimeOffset now)
    {
        var hold = TimeSpan.FromSeconds(terms.HoldSeconds);
        var longest = TimeSpan.FromSeconds(HoldLimits.MaxHeldSeconds);
        var available = terms.StartsAt - now < longest ? terms.StartsAt - now : longest;
        return (int)Math.Clamp((available.Ticks / hold.Ticks) - 1, 0, terms.Renewals);
    }

    /// <summary>Renewals that the hold still has; 0 when there is no unpaid hold.</summary>
    public static int Left(ReservationRecord record) => Left(
        record.Reservation.Status, record.Payment.Status, record.Reservation.RenewalsAllowed,
        record.Reservation.Renewals.Length);

    /// <inheritdoc cref="Left(ReservationRecord)"/>
    public static int Left(ReservationStatus status, PaymentStatus payment, int allowed, int made) =>
        status == ReservationStatus.Pending || LifeRules.IsBeingPaid(status, payment) ? allowed - made : 0;

    public static bool IsMade(ReservationRecord record, string name) =>
        record.Reservation.Renewals.Contains(StoredName(record, name));

    /// <summary>The answer to a request; <see cref="Renew"/> follows a yes that was not given before.</summary>
    public static RenewResult Decide(ReservationRecord record, string name, DateTimeOffset now) =>
        record.Reservation.Status switch
        {
            _ when IsMade(record, name) => RenewResult.Renewed,
            ReservationStatus.Pending when now >= record.Reservation.ExpiresAt => RenewResult.Expired,
            ReservationStatus.Pending => Left(record) > 0 ? RenewResult.Renewed : RenewResult.NoneLeft,
            ReservationStatus.Paying when LifeRules.IsBeingPaid(record) => RenewResult.PaymentInFlight,
            ReservationStatus.Expired => RenewResult.Expired,
            ReservationStatus.Cancelled => RenewResult.Cancelled,
            _ => RenewResult.NoneLeft,
        };

    public static ReservationRecord Renew(ReservationRecord record, string name, DateTimeOffset now)
    {
        var row = record.Reservation;
        var next = LifeRules.Next(record, row.Status, record.Payment.Status, row.Reason, now);
        return next with
        {
            Reservation = next.Reservation with
            {
                ExpiresAt = row.ExpiresAt.AddSeconds(row.HoldSeconds!.Value),
                Renewals = row.Renewals.Add(StoredName(record, name)),
            },
        };
    }

    public static bool IsRenewed(ReservationRecord before, ReservationRecord after) =>
        after.Reservation.Renewals.Length > before.Reservation.Renewals.Length;

    /// <summary>
    /// Whether an unpaid hold ends when it may: after the time that it got at first and that of its renewals. A hold
    /// of a release without renewals does not say how long it was.
    /// </summary>
    public static bool IsConsistent(ReservationRecord record)
    {
        var row = record.Reservation;
        if (row.Renewals.Length > row.RenewalsAllowed) return false;
        return row.Status != ReservationStatus.Pending || row.HoldSeconds is not { } seconds
            || row.ExpiresAt == row.CreatedAt.AddSeconds((double)seconds * (1 + row.Renewals.Length));
    }

    /// <summary>Keeps a long name short in the row.</summary>
    private static string StoredName(ReservationRecord record, string name) =>
        DerivedId.Of(record.Reservation.Id, $"renewal:{name}").ToString("N");
}
