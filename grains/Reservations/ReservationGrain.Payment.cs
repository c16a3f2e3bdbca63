using System.Collections.Immutable;
using Ticketing.Balances;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>What a reservation hears of its orders, and what it asks again when it hears nothing.</summary>
public sealed partial class ReservationGrain
{
    private DateTimeOffset askAgainAt;
    private int asked;

    public async Task Hear(ImmutableArray<Delivered<OrderEvent>> events)
    {
        foreach (var heard in events) await HearOne(heard.Topic, heard.Body);
    }

    public async Task HearTickets(ImmutableArray<Delivered<TicketEvent>> events)
    {
        foreach (var heard in events)
            if (heard.Body.Order is { } order)
                await HearOne(heard.Topic, order with { Reason = OrderReasons.TicketsFailed });
    }

    public Task<OfferOutcome> AnswerOffer(AnswerOffer command) => Answer(() => AnswerOfferOnce(command));

    private async Task HearOne(string topic, OrderEvent order)
    {
        if (!await Load())
        {
            DeactivateOnIdle();
            return;
        }

        var step = PaymentRules.Decide(record!, topic, order);
        if (step is HeardStep.Nothing or HeardStep.Tell && LifeRules.IsOld(knownAt, time.GetUtcNow()))
        {
            record = null;
            if (!await Load()) return;
            step = PaymentRules.Decide(record!, topic, order);
        }

        await Take(step, order);
    }

    private Task Take(HeardStep step, OrderEvent order)
    {
        var now = time.GetUtcNow();
        return step switch
        {
            HeardStep.Confirm => Become(PaymentRules.Confirm(record!, order.Amount - order.Discount, now)),
            HeardStep.Fail => Become(PaymentRules.Fail(record!, now)),
            HeardStep.ClaimAgain => ClaimAgain(order),
            HeardStep.PayBack => Become(PaymentRules.PayBack(record!, now), TooLate(order, now)),
            HeardStep.GiveUp => Become(PaymentRules.GiveUp(record!, order.Reason, now)),
            HeardStep.EndRefunded => Become(PaymentRules.EndRefunded(record!, order.Reason, now)),
            HeardStep.Tell => Become(PaymentRules.PayBack(record!, now)),
            _ => Task.CompletedTask,
        };
    }

    private async Task<OfferOutcome> AnswerOfferOnce(AnswerOffer command)
    {
        if (!await LoadOwned(command.UserId)) return new OfferOutcome(OfferResult.NotFound);
        await EndByTime();
        if (PaymentRules.IsOffer(record!))
        {
            await (command.Accept ? Become(PaymentRules.AcceptOffer(record!, time.GetUtcNow())) : EndOffer());
            return OfferOutcome(command.Accept ? OfferResult.Accepted : OfferResult.Declined);
        }

        return OfferOutcome(record!.Reservation switch
        {
            { Status: ReservationStatus.Confirmed } when command.Accept => OfferResult.Accepted,
            { Reason: OrderReasons.OfferDeclined } => command.Accept ? OfferResult.Over : OfferResult.Declined,
            _ => OfferResult.NoOffer,
        });
    }

    /// <summary>The order hears that it was cancelled, and gives the money back.</summary>
    private Task EndOffer() =>
        Become(PaymentRules.GiveUp(record!, OrderReasons.OfferDeclined, time.GetUtcNow()));

    /// <summary>
    /// Whoever should have answered says so again, the more seldom the longer it has not helped. An order that nobody
    /// has heard of begins by it.
    /// </summary>
    private async Task AskAgain()
    {
        if (time.GetUtcNow() < askAgainAt) return;
        record = null;
        if (!await Load() || LifeRules.Due(record!, time.GetUtcNow()) != DueStep.AskAgain) return;

        if (record!.Payment.OrderId is null)
        {
            await EndWithoutOrder();
            return;
        }

        var topic = record.Payment.Status == PaymentStatus.Debiting ? Topics.OrderProcessing : Topics.OrderPaymentLate;
        var asking = News.Of(topic, PaymentRules.Order(record, again: true), time.GetUtcNow());
        try
        {
            await store.CommitAsync(new Commit { Events = [asking] });
        }
        catch (TicketStoreException)
        {
            Drop();
            throw;
        }

        asked++;
        askAgainAt = time.GetUtcNow() + Patience.After(asked);
    }

    /// <summary>
    /// Cancelled before there were orders; or being paid by a process from before them that has left it: what it may
    /// have debited is debited under its name, so that it is known, and goes back.
    /// </summary>
    private async Task EndWithoutOrder()
    {
        var payment = record!.Payment;
        if (LifeRules.IsDebitedWithoutOrder(payment))
        {
            var debit = new BalanceChange($"reservation:{id:D}:debit:{payment.Version}", payment.Amount, id);
            if ((await Balance().Debit(debit)).Result != BalanceResult.Applied)
            {
                await Become(PaymentRules.Fail(record, time.GetUtcNow()));
                return;
            }

            await Become(PaymentRules.TooLate(record, payment.Amount, time.GetUtcNow()));
        }

        await FinishRefund();
    }

    private static OutboxEvent TooLate(OrderEvent order, DateTimeOffset now) => News.Of(
        Topics.OrderPaymentLate, order with { Part = null, Reason = OrderReasons.PaidTooLate, Again = false }, now);

    private OfferOutcome OfferOutcome(OfferResult result) => new(result, ReservationRules.View(record!));
}
