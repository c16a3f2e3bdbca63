using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Postgres;

public abstract partial class TicketStoreContract
{
    [Fact]
    public async Task A_fans_live_reservations_come_first_then_the_newest_and_ended_ones_count_no_seats()
    {
        var user = Guid.NewGuid();
        var reservations = Enum.GetValues<ReservationStatus>().Select((status, at) =>
            Example.Reservation(Guid.NewGuid(), (2 * at) + 1, (2 * at) + 2) with
            {
                UserId = user,
                CreatedAt = Example.Now.AddMinutes(at),
                Status = status,
            }).ToArray();
        foreach (var reservation in reservations)
            await Store.CommitAsync(Example.Reserve(reservation));
        await Store.CommitAsync(Example.Reserve(100)); // another fan's
        var elsewhere = Example.Reservation(Guid.NewGuid()) with { UserId = user, ScheduleId = Guid.NewGuid() };
        await Store.CommitAsync(new Commit { Reservations = [elsewhere], Payments = [Example.Payment(elsewhere)] });

        var fan = await Store.LoadFanAsync(new FanKey(Example.Schedule, user));

        Assert.Equal(
            reservations.Reverse()
                .OrderBy(HasEnded)
                .Select(reservation => new FanReservation(
                    reservation.Id, HasEnded(reservation) ? 0 : 2,
                    reservation.Status == ReservationStatus.Confirmed ? reservation.UpdatedAt : null)),
            fan);

        static bool HasEnded(ReservationRow reservation) =>
            reservation.Status is ReservationStatus.Cancelled or ReservationStatus.Expired;
    }

    [Theory]
    [InlineData(ReservationStatus.Expired, PaymentStatus.Void, 200, 180)]
    [InlineData(ReservationStatus.Cancelled, PaymentStatus.Void, 60, 60)]
    [InlineData(ReservationStatus.Cancelled, PaymentStatus.Refunded, 60, null)]
    [InlineData(ReservationStatus.Expired, PaymentStatus.Debiting, 200, null)]
    public async Task A_hold_that_ended_unpaid_is_remembered_with_its_time(
        ReservationStatus status, PaymentStatus payment, int endedAfterSeconds, int? unpaidSeconds)
    {
        var reservation = Example.Reservation(Guid.NewGuid(), 1) with
        {
            Status = status,
            UpdatedAt = Example.Now.AddSeconds(endedAfterSeconds),
        };
        await Store.CommitAsync(new Commit
        {
            Reservations = [reservation],
            Payments = [Example.Payment(reservation) with { Status = payment }],
        });

        var remembered = Assert.Single(await Store.LoadFanAsync(new FanKey(Example.Schedule, reservation.UserId)));

        UnpaidHold? expected = unpaidSeconds is { } seconds
            ? new UnpaidHold(Example.Now, Example.Now.AddSeconds(seconds))
            : null;
        Assert.Equal(new FanReservation(reservation.Id, 0, BoughtAt: null, expected), remembered);
    }

    [Fact]
    public async Task Of_a_fan_with_very_many_reservations_the_newest_are_remembered()
    {
        var user = Guid.NewGuid();
        var reservations = Enumerable.Range(0, Limits.RememberedReservationsPerFan + 10)
            .Select(at => Example.Reservation(Guid.NewGuid()) with
            {
                UserId = user,
                CreatedAt = Example.Now.AddSeconds(at),
            })
            .ToArray();
        await Store.CommitAsync(new Commit { Reservations = [.. reservations] });

        var fan = await Store.LoadFanAsync(new FanKey(Example.Schedule, user));

        Assert.Equal(
            reservations.Reverse().Take(Limits.RememberedReservationsPerFan).Select(reservation => reservation.Id),
            fan.Select(remembered => remembered.ReservationId));
    }

    [Fact]
    public async Task Due_are_holds_past_their_time_and_payments_without_progress_oldest_first()
    {
        var now = Example.Now.AddSeconds(1_000);
        var stuck = now.AddSeconds(-Limits.StuckPaymentSeconds);
        var expired = Pending(now);
        var expiredEarlier = Pending(now.AddSeconds(-60));
        var paying = await ChangedAsync(ReservationStatus.Paying, PaymentStatus.Debiting, stuck);
        var refunding = await ChangedAsync(ReservationStatus.Cancelled, PaymentStatus.Refunding, stuck.AddSeconds(-10));
        await Store.CommitAsync(Example.Reserve(expired));
        await Store.CommitAsync(Example.Reserve(expiredEarlier));

        // Not due: time left, just moved, or ended.
        await Store.CommitAsync(Example.Reserve(Pending(now.AddMilliseconds(1))));
        await ChangedAsync(ReservationStatus.Paying, PaymentStatus.Debiting, stuck.AddMilliseconds(1));
        await ChangedAsync(ReservationStatus.Cancelled, PaymentStatus.Refunding, now);
        await ChangedAsync(ReservationStatus.Cancelled, PaymentStatus.Refunded, stuck);
        await ChangedAsync(ReservationStatus.Confirmed, PaymentStatus.Paid, stuck);
        await ChangedAsync(ReservationStatus.Expired, PaymentStatus.Void, stuck);

        Assert.Equal(
            [expiredEarlier.Id, refunding, paying, expired.Id], await Store.FindDueReservationsAsync(now, 10));
        Assert.Equal([expiredEarlier.Id, refunding], await Store.FindDueReservationsAsync(now, 2));
    }

    [Fact]
    public async Task What_expired_while_it_was_being_paid_is_due_until_the_payment_has_ended()
    {
        var now = Example.Now.AddSeconds(1_000);
        var stuck = now.AddSeconds(-Limits.StuckPaymentSeconds);
        var late = await ChangedAsync(ReservationStatus.Expired, PaymentStatus.Debiting, stuck);
        var earlier = await ChangedAsync(ReservationStatus.Expired, PaymentStatus.Debiting, stuck.AddSeconds(-1));

        await ChangedAsync(ReservationStatus.Expired, PaymentStatus.Debiting, stuck.AddMilliseconds(1));
        await ChangedAsync(ReservationStatus.Expired, PaymentStatus.Void, stuck);
        await ChangedAsync(ReservationStatus.Expired, PaymentStatus.Refunded, stuck);

        Assert.Equal([earlier, late], await Store.FindDueReservationsAsync(now, 10));
        Assert.Equal([earlier], await Store.FindDueReservationsAsync(now, 1));
    }

    private static ReservationRow Pending(DateTimeOffset expiresAt) =>
        Example.Reservation(Guid.NewGuid()) with { ExpiresAt = expiresAt };

    private async Task<Guid> ChangedAsync(ReservationStatus status, PaymentStatus paymentStatus, DateTimeOffset at)
    {
        var reservation = Pending(Example.Now);
        await Store.CommitAsync(Example.Reserve(reservation));
        await Store.CommitAsync(new Commit
        {
            Reservations = [reservation with { Status = status, UpdatedAt = at, Version = 2 }],
            Payments = [Example.Payment(reservation) with { Status = paymentStatus, Version = 2 }],
        });
        return reservation.Id;
    }
}
