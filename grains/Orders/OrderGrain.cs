using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Orders;

/// <summary>One attempt to pay. <see cref="OrderRules"/> decides how events change it.</summary>
[CollectionAgeLimit(Minutes = 2)]
public sealed class OrderGrain(ITicketStore store, TimeProvider time) : Grain, IOrderGrain
{
    private static readonly TimeSpan WaitTime = TimeSpan.FromMilliseconds(Limits.OrderWaitMilliseconds);

    private Guid id;
    private OrderRecord? record;
    private TaskCompletionSource atRest = NewRest();
    private DateTimeOffset askAgainAt;
    private int asked;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        id = GrainKeys.ParseId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events) => Update((known, now) => events.Aggregate(
        known, (draft, heard) => OrderRules.Handle(draft, heard, now)));

    public Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events) => Update((known, now) =>
        known is null ? null : events.Aggregate(
            known, (draft, heard) => OrderRules.HandleReservation(draft, heard, now)));

    public Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events) => Update((known, now) =>
        known is null ? null : events.Aggregate(known, (draft, heard) => OrderRules.HandleTickets(draft, heard, now)));

    public Task HandleStock(ImmutableArray<Delivered<StockEvent>> events) => Update((known, now) =>
        known is null ? null : events.Aggregate(known, (draft, heard) => OrderRules.HandleStock(draft, heard, now)));

    public async Task<OrderView?> Get() => await Load() is { } known ? View(known) : null;

    public async Task<OrderView?> WaitForEnd()
    {
        if (await Load() is { } known && OrderRules.IsAtRest(known.Order.Status)) return View(known);

        try
        {
            await atRest.Task.WaitAsync(WaitTime, time);
        }
        catch (TimeoutException)
        {
            await Reload(); // another activation may have made progress
        }

        return record is { } now ? View(now) : null;
    }

    public async Task Drive()
    {
        if (time.GetUtcNow() < askAgainAt) return;
        if (!await Retry()) return;

        asked++;
        askAgainAt = time.GetUtcNow() + RetryInterval.After(asked);
    }

    public async Task<bool> Retry()
    {
        await Reload();
        return await Update((known, _) => known is null ? null : OrderRules.Drive(known));
    }

    public async Task<bool> Undo()
    {
        await Reload();
        if (record is { } confirmed && OrderRules.HasTickets(confirmed.Order.Status))
        {
            // Only the reservation can decide against a gate that lets the fan in at this moment.
            var reservation = GrainFactory.GetGrain<IReservationGrain>(GrainKeys.Of(confirmed.Order.ReservationId));
            if (await reservation.Withdraw(id) == WithdrawResult.TicketUsed) return false;
            await Reload();
        }

        return await Update((known, now) => known is null ? null : OrderRules.Undo(known, now));
    }

    /// <summary>Decides and commits; false when there is nothing to write.</summary>
    private async Task<bool> Update(Func<OrderDraft?, DateTimeOffset, OrderDraft?> decide)
    {
        var before = await Load();
        var now = time.GetUtcNow();
        var draft = decide(before is null ? null : OrderDraft.Of(before), now);
        if (draft is null || !OrderCommits.Changes(before, draft)) return false;

        var after = OrderCommits.After(before, draft, now);
        try
        {
            await store.CommitAsync(OrderCommits.Write(before, after, draft, now));
        }
        catch (TicketStoreException)
        {
            // No deactivation here: callers of WaitForEnd still await this activation.
            record = null;
            throw;
        }

        if (before?.Order.Status != after.Order.Status) asked = 0;
        Remember(after);
        return true;
    }

    private async Task<OrderRecord?> Load()
    {
        if (record is null && await store.LoadOrderAsync(id) is { } loaded) Remember(loaded);
        return record;
    }

    private async Task Reload()
    {
        if (await store.LoadOrderAsync(id) is { } loaded) Remember(loaded);
    }

    /// <summary>Reads interleave with a commit, so a record older than the known one is ignored.</summary>
    private void Remember(OrderRecord current)
    {
        if (record is not null && record.Order.Version > current.Order.Version) return;
        record = current;
        if (OrderRules.IsAtRest(current.Order.Status)) atRest.TrySetResult();
        else if (atRest.Task.IsCompleted) atRest = NewRest();
    }

    private static OrderView View(OrderRecord record)
    {
        var row = record.Order;
        return new OrderView(
            row.OrderId, row.ReservationId, row.Status, row.Amount, row.Discount, row.CouponCode, row.Reason,
            record.Steps)
        {
            Currency = row.Currency,
        };
    }

    /// <summary>The continuations of waiting callers run on this grain's scheduler, not on another thread.</summary>
    private static TaskCompletionSource NewRest() => new();
}

/// <summary>The transaction that writes a decision about an order, with its events.</summary>
public static class OrderCommits
{
    public static bool Changes(OrderRecord? before, OrderDraft draft) =>
        HasMoved(before, draft) || !draft.Events.IsEmpty;

    /// <summary>
    /// The order after the commit. Publishing an event again is no progress, so UpdatedAt stays and the sweeper still
    /// finds the order as stuck.
    /// </summary>
    public static OrderRecord After(OrderRecord? before, OrderDraft draft, DateTimeOffset now) => new(
        draft.Order with
        {
            UpdatedAt = HasMoved(before, draft) ? now : draft.Order.UpdatedAt,
            Version = draft.Order.Version + 1,
        },
        draft.Steps);

    public static Commit Write(OrderRecord? before, OrderRecord after, OrderDraft draft, DateTimeOffset now)
    {
        CheckConsistent(after.Order);
        var known = before?.Steps.Length ?? 0;
        return new Commit
        {
            Orders = [after.Order],
            OrderSteps =
            [
                .. after.Steps.Skip(known).Select((step, i) =>
                    new OrderStepRow(after.Order.OrderId, known + i + 1, step)),
            ],
            Events = [.. draft.Events.Select(one => OutboxEvents.Of(one.Topic, one.Body, now))],
        };
    }

    private static bool HasMoved(OrderRecord? before, OrderDraft draft) =>
        before is null || draft.Order != before.Order || draft.Steps.Length > before.Steps.Length;

    /// <summary>Asserts that nothing is debited before all parts are taken.</summary>
    private static void CheckConsistent(OrderRow order)
    {
        if (order.Discount < 0 || order.Discount > order.Amount
            || (order.Status == OrderStatus.Paying && !OrderRules.HasAllParts(order)))
            throw new InvalidOperationException($"An inconsistent order must not be written: {order}.");
    }
}

/// <summary>An event to be published about an order.</summary>
public sealed record OrderEventDraft(string Topic, OrderEvent Body);
