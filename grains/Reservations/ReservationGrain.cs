using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Storage;
using Ticketing.Tickets;

namespace Ticketing.Reservations;

/// <summary>The life of one reservation. How it is made and kept is in the other parts of this class.</summary>
public sealed partial class ReservationGrain(ITicketStore store, TimeProvider time) : Grain, IReservationGrain
{
    private Guid id;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        id = GrainKeys.ParseId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<ReservationView?> Get(Guid userId)
    {
        if (!await LoadOwned(userId)) return null;
        if (LifeRules.Due(record!, time.GetUtcNow()) == DueStep.Expire) await Expire();
        return ReservationRules.View(record!);
    }

    public Task<PayOutcome> Pay(PayReservation command) => Answer(() => PayOnce(command));

    public Task<CancelOutcome> Cancel(CancelReservation command) => Answer(() => CancelOnce(command));

    public async Task Drive()
    {
        // Who calls knows that something is due. If memory disagrees and is old, it is wrong.
        if (record is not null && LifeRules.MustRead(record, knownAt, time.GetUtcNow())) record = null;
        if (await Load()) await BringOn();
        else DeactivateOnIdle();
    }

    private async Task<PayOutcome> PayOnce(PayReservation command)
    {
        if (!await LoadOwned(command.UserId)) return new PayOutcome(PayResult.NotFound);
        switch (LifeRules.DecidePay(record!, time.GetUtcNow()))
        {
            case PayStep.Begin:
                var paying = LifeRules.BeginPayment(record!, command.CouponCode, time.GetUtcNow());
                await Become(paying, News.Of(Topics.OrderProcessing, PaymentRules.Order(paying), time.GetUtcNow()));
                return PayOutcome(PayResult.Processing);
            case PayStep.UnderWay:
                return PayOutcome(PayResult.Processing);
            case PayStep.Expire:
                await Expire();
                return PayOutcome(PayResult.Expired);
            case PayStep.AlreadyConfirmed:
                return PayOutcome(PayResult.Confirmed);
            case PayStep.AlreadyCancelled:
                return PayOutcome(PayResult.Cancelled);
            default:
                return PayOutcome(PayResult.Expired);
        }
    }

    private async Task<CancelOutcome> CancelOnce(CancelReservation command)
    {
        if (!await LoadOwned(command.UserId)) return new CancelOutcome(CancelResult.NotFound);
        // Another activation may have heard the end of the payment. A refusal writes nothing, so no version guard would
        // find out: the row is read first.
        if (LifeRules.IsBeingPaid(record!)) record = null;
        if (!await LoadOwned(command.UserId)) return new CancelOutcome(CancelResult.NotFound);
        await EndByTime();

        switch (record!.Reservation.Status)
        {
            case ReservationStatus.Paying when LifeRules.IsBeingPaid(record):
                return CancelOutcome(CancelResult.PaymentInFlight);
            case ReservationStatus.Expired:
                return CancelOutcome(CancelResult.Expired);
            case ReservationStatus.Cancelled:
                return CancelOutcome(CancelResult.Cancelled);
            case ReservationStatus.Confirmed when await EventHasBegun() || await SomebodyIsIn():
                return CancelOutcome(CancelResult.TooLate);
        }

        await Become(LifeRules.Cancel(record, time.GetUtcNow()));
        if (record.Payment.Status == PaymentStatus.Refunding) await FinishRefund();
        return CancelOutcome(CancelResult.Cancelled);
    }

    private async Task BringOn()
    {
        await EndByTime();
        if (LifeRules.Due(record!, time.GetUtcNow()) == DueStep.AskAgain) await AskAgain();
        else WatchExpiry();
    }

    private async Task EndByTime()
    {
        switch (LifeRules.Due(record!, time.GetUtcNow()))
        {
            case DueStep.Expire:
                await Expire();
                break;
            case DueStep.EndOffer:
                await EndOffer();
                break;
        }
    }

    private Task Expire() => Become(LifeRules.Expire(record!, time.GetUtcNow()));

    /// <summary>
    /// At once, so that the fan has the money when the answer comes. Whoever undoes the order pays back under the same
    /// name: once all the same, and also when this is cut off.
    /// </summary>
    private async Task FinishRefund()
    {
        begun = true;
        var payment = record!.Payment;
        var change = payment.OrderId is { } orderId
            ? new BalanceChange(OrderOperations.Refund(orderId), payment.Charged, id)
            : new BalanceChange($"reservation:{id:D}:refund", payment.Amount, id);
        var refund = await Balance().Refund(change);
        if (refund.Result != BalanceResult.Applied)
            throw new InvalidOperationException($"The refund of reservation {id} answered {refund.Result}.");
        await Become(PaymentRules.EndRefunded(record, record.Reservation.Reason, time.GetUtcNow()));
    }

    private async Task<bool> EventHasBegun()
    {
        var terms = await Schedule(record!.Reservation.ScheduleId).GetTerms();
        return terms is not null && time.GetUtcNow() >= terms.StartsAt;
    }

    /// <summary>Doors open before the event begins.</summary>
    private async Task<bool> SomebodyIsIn() =>
        (await GrainFactory.GetGrain<ITicketGrain>(GrainKeys.Of(id)).Get()).Any(ticket => ticket.UsedAt is not null);

    private PayOutcome PayOutcome(PayResult result) =>
        new(result, ReservationRules.View(record!), OrderId: record!.Payment.OrderId);

    private CancelOutcome CancelOutcome(CancelResult result) => new(result, ReservationRules.View(record!));

    private ISeatGrain Seat(string seatId) => GrainFactory.GetGrain<ISeatGrain>(
        GrainKeys.Seat(new SeatKey(record!.Reservation.ScheduleId, seatId)));

    private IFanGrain Fan() => Fan(record!.Reservation.ScheduleId, record.Reservation.UserId);

    private IFanGrain Fan(Guid scheduleId, Guid userId) =>
        GrainFactory.GetGrain<IFanGrain>(GrainKeys.Fan(new FanKey(scheduleId, userId)));

    private IBalanceGrain Balance() =>
        GrainFactory.GetGrain<IBalanceGrain>(GrainKeys.Of(record!.Reservation.UserId));

    private IScheduleGrain Schedule(Guid scheduleId) =>
        GrainFactory.GetGrain<IScheduleGrain>(GrainKeys.Of(scheduleId));
}
