using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Balances;

/// <summary>
/// Debits and refunds of orders. The ledger is the authority on what was done; memory is only a cache.
/// </summary>
public sealed partial class BalanceGrain
{
    public async Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events)
    {
        foreach (var heard in events)
        {
            if (heard.Topic == Topics.OrderPayment) await Debit(heard.Body);
            else await PayBack(heard.Body);
        }
    }

    public async Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events)
    {
        foreach (var heard in events)
            if (heard.Body.Order is { } order) await PayBack(order);
    }

    private async Task Debit(OrderEvent order)
    {
        AssertCurrency(order);
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
        AssertCurrency(order);
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

            // Memory was stale, or another activation has just debited or refunded: try once more from the rows.
            Forget();
            if (attempt > 0)
                throw new CommitConflictException($"Order {order.OrderId} could not be refunded: retry.");
        }
    }

    private async Task<LedgerRow?> Find(string operationId) =>
        Recall(operationId) ?? await store.LoadLedgerEntryAsync(key.UserId, operationId);

    private void AssertCurrency(OrderEvent order)
    {
        if (order.Currency != key.Currency)
            throw new InvalidOperationException($"Order {order.OrderId} is in another currency than {key}.");
    }

    /// <summary>Publishes only facts that are final in the ledger, so no row is written.</summary>
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
        ? OutboxEvents.Of(Topics.OrderPaymentSuccess, order with { Part = null, Reason = null }, time.GetUtcNow())
        : OutboxEvents.Of(
            Topics.OrderPaymentFail,
            order with { Part = null, Reason = OrderReasons.InsufficientBalance }, time.GetUtcNow());

    private OutboxEvent Refunded(OrderEvent order) => OutboxEvents.Of(Topics.OrderRefunded, order, time.GetUtcNow());
}
