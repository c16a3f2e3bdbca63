using Ticketing.Balances;
using Ticketing.Orders;
using Ticketing.Storage;
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
        await EndFailedAttempt();

        switch (record!.Reservation.Status)
        {
            case ReservationStatus.Paying when LifeRules.IsBeingPaid(record):
                return CancelOutcome(CancelResult.PaymentInFlight);
            case ReservationStatus.Expired:
                return CancelOutcome(CancelResult.Expired);
            case ReservationStatus.Cancelled:
                return CancelOutcome(CancelResult.Cancelled);
            case ReservationStatus.Confirmed:
                return await CancelPaid();
            default:
                await Commit(LifeRules.Cancel(record, time.GetUtcNow()));
                return CancelOutcome(CancelResult.Cancelled);
        }
    }

    /// <summary>
    /// Cancels and refunds, unless the event has begun or a ticket was used: the doors open before the event begins.
    /// </summary>
    private async Task<CancelOutcome> CancelPaid()
    {
        if (await EventHasBegun()) return CancelOutcome(CancelResult.TooLate);
        var decided = await Withdraw(() => LifeRules.Cancel(record!, time.GetUtcNow()));
        if (decided == WithdrawResult.TicketUsed) return CancelOutcome(CancelResult.TooLate);
        if (record!.Payment.Status == PaymentStatus.Refunding) await FinishRefund();
        return CancelOutcome(CancelResult.Cancelled);
    }

    public Task<WithdrawResult> Withdraw(Guid orderId) => Run(async () =>
    {
        // "Nothing to withdraw" writes nothing, so no version guard would notice that memory is stale.
        record = null;
        if (!await Load() || record!.Payment.OrderId != orderId) return WithdrawResult.NothingToWithdraw;
        return await Withdraw(() =>
            PaymentRules.GiveUp(record!, OrderReasons.UndoneByOperator, time.GetUtcNow()));
    });

    /// <summary>
    /// Ends a paid reservation unless one of its tickets was used. The commit writes the tickets that were read: when a
    /// gate, or another activation, is faster, it conflicts, and the rows are read again.
    /// </summary>
    private async Task<WithdrawResult> Withdraw(Func<ReservationRecord> end)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (record!.Reservation.Status != ReservationStatus.Confirmed) return WithdrawResult.NothingToWithdraw;
            var tickets = await store.LoadTicketsAsync(id);
            if (TicketRules.WasUsed(tickets)) return WithdrawResult.TicketUsed;
            try
            {
                await Commit(end(), known: tickets);
                return WithdrawResult.Withdrawn;
            }
            catch (CommitConflictException) when (attempt == 1)
            {
                if (!await Load()) throw;
            }
        }
    }

    private async Task<bool> EventHasBegun()
    {
        var terms = await Schedule(record!.Reservation.ScheduleId).GetTerms();
        return terms is not null && time.GetUtcNow() >= terms.StartsAt;
    }

    /// <summary>
    /// Refunds at once, so that the fan has the money when the response arrives. If this is interrupted, the undoing
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
