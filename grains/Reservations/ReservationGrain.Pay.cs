using System.Collections.Immutable;
using Ticketing.Coupons;
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
        if (await RepeatAttempt(command) is { } repeated) return repeated;
        await EndFailedAttempt();
        switch (LifeRules.DecidePay(record!, time.GetUtcNow()))
        {
            case PayStep.Begin:
                await BeginPayment(command);
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

    private async Task BeginPayment(PayReservation command)
    {
        if (command.CouponCode is { } coupon && IsSameCoupon(coupon, record!.Payment.CouponCode))
            await GiveBackUse(coupon);
        var now = time.GetUtcNow();
        var paying = LifeRules.BeginPayment(record!, command.CouponCode, now, command.Attempt);
        await Commit(paying, OutboxEvents.Of(Topics.OrderProcessing, PaymentRules.Order(paying), now));
    }

    /// <summary>
    /// The order of a named attempt that was made before, whether it is in flight, has paid or has failed; null when
    /// the name is new, or the reservation has ended meanwhile. The first attempt needs no look.
    /// </summary>
    private async Task<PayOutcome?> RepeatAttempt(PayReservation command)
    {
        if (command.Attempt is not { } attempt || record!.Payment.OrderId is not { } last) return null;
        var orderId = OrderIds.Of(id, attempt);
        var (isKnown, coupon) = orderId == last
            ? (true, record.Payment.CouponCode)
            : await Order(orderId).Get() is { } earlier ? (true, earlier.CouponCode) : (false, null);
        if (!isKnown) return null;
        if (!IsSameCoupon(command.CouponCode, coupon)) return PayOutcome(PayResult.KeyReused);
        var hasEnded = record.Payment.Status is not (PaymentStatus.Pending or PaymentStatus.Debiting
            or PaymentStatus.Paid);
        return hasEnded ? null : PayOutcome(PayResult.Processing) with { OrderId = orderId };
    }

    /// <summary>
    /// A request may arrive before the event that the payment has failed. A failed order never sells, so what it says
    /// can be applied at once.
    /// </summary>
    private async Task EndFailedAttempt()
    {
        if (record!.Payment is not { Status: PaymentStatus.Debiting, OrderId: { } orderId }) return;
        if (await Order(orderId).Get() is { Status: OrderStatus.Failed })
            await Commit(PaymentRules.Fail(record, time.GetUtcNow()));
    }

    /// <summary>
    /// The use that the failed attempt took may still be on its way back; until then it would refuse the retry. Giving
    /// it back twice changes nothing.
    /// </summary>
    private Task GiveBackUse(string coupon) =>
        GrainFactory.GetGrain<ICouponGrain>(GrainKeys.Coupon(coupon)).HandleOrders(
        [
            new(
                record!.Payment.OrderId!.Value, Topics.OrderProcessingFail,
                GrainKeys.Of(record.Payment.OrderId.Value), time.GetUtcNow(), TraceParent: null,
                PaymentRules.Order(record)),
        ]);

    private static bool IsSameCoupon(string? one, string? other) =>
        one is null || other is null ? one == other : GrainKeys.Coupon(one) == GrainKeys.Coupon(other);

    private IOrderGrain Order(Guid orderId) => GrainFactory.GetGrain<IOrderGrain>(GrainKeys.Of(orderId));

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
