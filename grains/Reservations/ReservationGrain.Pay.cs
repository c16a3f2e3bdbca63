using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;

namespace Ticketing.Reservations;

/// <summary>Pay: starts the payment as an order; the events of that order decide how it ends.</summary>
public sealed partial class ReservationGrain
{
    public Task<PayOutcome> Pay(PayReservation command) => Run(() => PayOnce(command));

    private async Task<PayOutcome> PayOnce(PayReservation command)
    {
        if (!await LoadOwned(command.UserId)) return new PayOutcome(PayResult.NotFound);
        var now = time.GetUtcNow();
        switch (LifeRules.DecidePay(record!, now))
        {
            case PayStep.Begin:
                var paying = LifeRules.BeginPayment(record!, command.CouponCode, now);
                await Commit(paying, OutboxEvents.Of(Topics.OrderProcessing, PaymentRules.Order(paying), now));
                return PayOutcome(PayResult.Processing);
            case PayStep.InProgress:
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

    private PayOutcome PayOutcome(PayResult result) =>
        new(result, ReservationRules.View(record!), OrderId: record!.Payment.OrderId);

    public async Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events)
    {
        foreach (var delivered in events) await HandleOrder(delivered.Topic, delivered.Body);
    }

    public async Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events)
    {
        foreach (var delivered in events)
            if (delivered.Body.Order is { } order)
                await HandleOrder(delivered.Topic, order with { Reason = OrderReasons.TicketsFailed });
    }

    private async Task HandleOrder(string topic, OrderEvent order)
    {
        if (!await Load())
        {
            DeactivateOnIdle();
            return;
        }

        var step = PaymentRules.Decide(record!, topic, order);
        // "Nothing to do" writes nothing, so no version guard would notice that memory is stale: read the row first.
        if (step is OrderEventStep.Nothing or OrderEventStep.Tell && LifeRules.IsOld(knownAt, time.GetUtcNow()))
        {
            record = null;
            if (!await Load()) return;
            step = PaymentRules.Decide(record!, topic, order);
        }

        await Take(step, order);
    }

    private Task Take(OrderEventStep step, OrderEvent order)
    {
        var now = time.GetUtcNow();
        return step switch
        {
            OrderEventStep.Confirm => Commit(PaymentRules.Confirm(record!, order.Amount - order.Discount, now)),
            OrderEventStep.Fail => Commit(PaymentRules.Fail(record!, now)),
            OrderEventStep.ClaimAgain => ClaimAgain(order),
            OrderEventStep.PayBack => Commit(
                PaymentRules.PayBack(record!, now), Refund(order, OrderReasons.PaymentNotNeeded, now)),
            OrderEventStep.GiveUp => Commit(PaymentRules.GiveUp(record!, order.Reason, now)),
            OrderEventStep.EndRefunded => Commit(PaymentRules.EndRefunded(record!, order.Reason, now)),
            OrderEventStep.Tell => Commit(PaymentRules.PayBack(record!, now)),
            _ => Task.CompletedTask,
        };
    }
}
