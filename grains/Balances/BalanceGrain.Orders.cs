using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Balances;

/// <summary>What orders take and get back. The ledger says what was done, memory only remembers.</summary>
public sealed partial class BalanceGrain
{
    public async Task Hear(ImmutableArray<Delivered<OrderEvent>> events)
    {
        foreach (var heard in events)
        {
            if (heard.Topic == Topics.OrderPayment) await Debit(heard.Body);
            else await PayBack(heard.Body);
        }
    }

    public async Task HearTickets(ImmutableArray<Delivered<TicketEvent>> events)
    {
        foreach (var heard in events)
            if (heard.Body.Order is { } order) await PayBack(order);
    }

    private async Task Debit(OrderEvent order)
    {
        var operation = OrderOperations.Debit(order.OrderId);
        if (order.Again && await Find(operation) is { } done)
        {
            var result = done.Kind == LedgerKind.Refused ? BalanceResult.Insufficient : BalanceResult.Applied;
            await Say(Told(order, result));
            return;
        }

        var change = new BalanceChange(operation, order.Amount - order.Discount, order.ReservationId);
        var outcome = await Apply(LedgerKind.Debit, change, result => Told(order, result));
        if (outcome.Result is not (BalanceResult.Applied or BalanceResult.Insufficient))
            throw new InvalidOperationException($"The debit of order {order.OrderId} answered {outcome.Result}.");
    }

    private async Task PayBack(OrderEvent order)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (await Find(OrderOperations.Refund(order.OrderId)) is not null)
            {
                if (order.Again) await Say(Refunded(order));
                return;
            }

            var debit = await Find(OrderOperations.Debit(order.OrderId));
            var (next, entries) = BalanceRules.PayBack(
                await Load(), debit, OrderOperations.PaidBefore(order), order.OrderId, order.ReservationId,
                time.GetUtcNow());
            if (await TryCommit(next, entries, Refunded(order))) return;

            // Memory was old, or it was debited or paid back just now: once more, from the rows.
            Forget();
            if (attempt > 0)
                throw new CommitConflictException($"Order {order.OrderId} could not be paid back: try again.");
        }
    }

    private async Task<LedgerRow?> Find(string operationId) =>
        Recall(operationId) ?? await store.LoadLedgerEntryAsync(userId, operationId);

    /// <summary>Only what the ledger says for good, so nothing is written with it.</summary>
    private async Task Say(OutboxEvent said)
    {
        try
        {
            await store.CommitAsync(new Commit { Events = [said] });
        }
        catch (TicketStoreException)
        {
            Forget();
            DeactivateOnIdle();
            throw;
        }
    }

    private OutboxEvent Told(OrderEvent order, BalanceResult result) => result == BalanceResult.Applied
        ? News.Of(Topics.OrderPaymentSuccess, order with { Part = null, Reason = null }, time.GetUtcNow())
        : News.Of(
            Topics.OrderPaymentFail,
            order with { Part = null, Reason = OrderReasons.InsufficientBalance }, time.GetUtcNow());

    private OutboxEvent Refunded(OrderEvent order) => News.Of(Topics.OrderRefunded, order, time.GetUtcNow());
}
