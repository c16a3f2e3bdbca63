using Ticketing.Balances;
using Ticketing.Tickets;

namespace Ticketing.Reservations;

/// <summary>Cancel: releases the seats and refunds the payment.</summary>
public sealed partial class ReservationGrain
{
    public Task<CancelOutcome> Cancel(CancelReservation command) => Run(() => CancelOnce(command));

    private async Task<CancelOutcome> CancelOnce(CancelReservation command)
    {
        if (!await LoadOwned(command.UserId)) return new CancelOutcome(CancelResult.NotFound);
        // Another activation may have received the end of the payment. A refusal writes nothing, so no version guard
        // would notice that memory is stale: the row is read first.
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
            case ReservationStatus.Confirmed when await EventHasBegun() || await TicketWasUsed():
                return CancelOutcome(CancelResult.TooLate);
        }

        await Commit(LifeRules.Cancel(record, time.GetUtcNow()));
        if (record.Payment.Status == PaymentStatus.Refunding) await FinishRefund();
        return CancelOutcome(CancelResult.Cancelled);
    }

    private async Task<bool> EventHasBegun()
    {
        var terms = await Schedule(record!.Reservation.ScheduleId).GetTerms();
        return terms is not null && time.GetUtcNow() >= terms.StartsAt;
    }

    /// <summary>A ticket may be used before the event begins, because the doors open earlier.</summary>
    private async Task<bool> TicketWasUsed() =>
        (await GrainFactory.GetGrain<ITicketGrain>(GrainKeys.Of(id)).Get()).Any(ticket => ticket.UsedAt is not null);

    /// <summary>
    /// Refunds at once, so that the fan has the points when the response arrives. If this is interrupted, the undoing
    /// of the order refunds with the same operation id, which takes effect once.
    /// </summary>
    private async Task FinishRefund()
    {
        outcomeUncertain = true;
        var payment = record!.Payment;
        var change = payment.OrderId is { } orderId
            ? new BalanceChange(OrderOperations.Refund(orderId), payment.Charged, id)
            : new BalanceChange($"reservation:{id:D}:refund", payment.Amount, id);
        var refund = await Balance().Refund(change);
        if (refund.Result != BalanceResult.Applied)
            throw new InvalidOperationException($"The refund of reservation {id} answered {refund.Result}.");
        await Commit(PaymentRules.EndRefunded(record, record.Reservation.Reason, time.GetUtcNow()));
    }

    private CancelOutcome CancelOutcome(CancelResult result) => new(result, ReservationRules.View(record!));
}
