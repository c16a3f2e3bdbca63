using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Storage;

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

    public async Task<OfferOutcome> AnswerOffer(AnswerOffer command) =>
        await LoadOwned(command.UserId)
            ? new OfferOutcome(OfferResult.NoOffer, ReservationRules.View(record!))
            : new OfferOutcome(OfferResult.NotFound);

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
                await Become(LifeRules.BeginPayment(record!, time.GetUtcNow()));
                return await FinishPayment();
            case PayStep.Finish:
                return await FinishPayment();
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
        await BringOn();

        switch (record!.Reservation.Status)
        {
            case ReservationStatus.Expired:
                return CancelOutcome(CancelResult.Expired);
            case ReservationStatus.Cancelled:
                return CancelOutcome(CancelResult.Cancelled);
            case ReservationStatus.Confirmed when await EventHasBegun():
                return CancelOutcome(CancelResult.TooLate);
        }

        await Become(LifeRules.Cancel(record, time.GetUtcNow()));
        if (record.Payment.Status == PaymentStatus.Refunding) await FinishRefund();
        return CancelOutcome(CancelResult.Cancelled);
    }

    private async Task BringOn()
    {
        switch (LifeRules.Due(record!, time.GetUtcNow()))
        {
            case DueStep.Expire:
                await Expire();
                break;
            case DueStep.FinishPayment:
                await FinishPayment();
                break;
            case DueStep.FinishRefund:
                await FinishRefund();
                break;
            case DueStep.Nothing:
                WatchExpiry();
                break;
        }
    }

    private Task Expire() => Become(LifeRules.Expire(record!, time.GetUtcNow()));

    /// <summary>
    /// Debits, then confirms. The operation is named after this attempt to pay: repeating it takes nothing twice, and
    /// once it was refused no straggler can still take it.
    /// </summary>
    private async Task<PayOutcome> FinishPayment()
    {
        begun = true;
        var attempt = $"reservation:{id:D}:debit:{record!.Payment.Version}";
        var debit = await Balance().Debit(new BalanceChange(attempt, record.Payment.Amount, id));
        switch (debit.Result)
        {
            case BalanceResult.Applied:
                await Become(LifeRules.Confirm(record, time.GetUtcNow()));
                return PayOutcome(PayResult.Confirmed);
            case BalanceResult.Insufficient:
                await Become(LifeRules.FailPayment(record, time.GetUtcNow()));
                return PayOutcome(PayResult.InsufficientBalance) with { Balance = debit.Balance };
            default:
                throw new InvalidOperationException($"The debit of reservation {id} answered {debit.Result}.");
        }
    }

    private async Task FinishRefund()
    {
        begun = true;
        var change = new BalanceChange($"reservation:{id:D}:refund", record!.Payment.Amount, id);
        var refund = await Balance().Refund(change);
        if (refund.Result != BalanceResult.Applied)
            throw new InvalidOperationException($"The refund of reservation {id} answered {refund.Result}.");
        await Become(LifeRules.Refunded(record, time.GetUtcNow()));
    }

    private async Task<bool> EventHasBegun()
    {
        var terms = await Schedule(record!.Reservation.ScheduleId).GetTerms();
        return terms is not null && time.GetUtcNow() >= terms.StartsAt;
    }

    private PayOutcome PayOutcome(PayResult result) => new(result, ReservationRules.View(record!));

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
