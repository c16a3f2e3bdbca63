using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Orders;

/// <summary>One attempt to pay. What it becomes by what it hears is decided by <see cref="OrderRules"/>.</summary>
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

    public Task Hear(ImmutableArray<Delivered<OrderEvent>> events) => Turn((known, now) => events.Aggregate(
        known, (draft, heard) => OrderRules.Hear(draft, heard, now)));

    public Task HearReservation(ImmutableArray<Delivered<ReservationEvent>> events) => Turn((known, now) =>
        known is null ? null : events.Aggregate(
            known, (draft, heard) => OrderRules.HearReservation(draft, heard, now)));

    public Task HearTickets(ImmutableArray<Delivered<TicketEvent>> events) => Turn((known, now) =>
        known is null ? null : events.Aggregate(known, (draft, heard) => OrderRules.HearTickets(draft, heard, now)));

    public Task HearStock(ImmutableArray<Delivered<StockEvent>> events) => Turn((known, now) =>
        known is null ? null : events.Aggregate(known, (draft, heard) => OrderRules.HearStock(draft, heard, now)));

    public async Task<OrderView?> Get() => await Load() is { } known ? View(known) : null;

    public async Task<OrderView?> WaitForEnd()
    {
        if (await Load() is { } known && OrderRules.IsAtRest(known.Order.Status)) return View(known);

        await Task.WhenAny(atRest.Task, Task.Delay(WaitTime, time));
        if (!atRest.Task.IsCompleted) await Reload(); // another activation may have heard more
        return record is { } now ? View(now) : null;
    }

    public async Task Drive()
    {
        if (time.GetUtcNow() < askAgainAt) return;
        if (!await Retry()) return;

        asked++;
        askAgainAt = time.GetUtcNow() + Patience.After(asked);
    }

    public async Task<bool> Retry()
    {
        await Reload();
        return await Turn((known, _) => known is null ? null : OrderRules.Drive(known));
    }

    public async Task<bool> Undo()
    {
        await Reload();
        return await Turn((known, now) => known is null ? null : OrderRules.Undo(known, now));
    }

    /// <summary>Whether anything was decided; then it is committed.</summary>
    private async Task<bool> Turn(Func<OrderDraft?, DateTimeOffset, OrderDraft?> decide)
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
            // Not deactivated: whoever waits for the end goes on waiting.
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

    /// <summary>Reads interleave with a commit: what is older than what is known by then is not taken.</summary>
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
            record.Steps);
    }

    /// <summary>Whoever waits goes on in a turn of this grain, not on another thread.</summary>
    private static TaskCompletionSource NewRest() => new();
}
