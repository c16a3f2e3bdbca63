using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Stock;

/// <summary>
/// The stock of one category. A batch of events is decided together and written by one commit, because every order of
/// the category needs it.
/// </summary>
public sealed class StockGrain(ITicketStore store, TimeProvider time) : Grain, IStockGrain
{
    private StockKey key;
    private StockRow? row;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        key = GrainKeys.ParseStock(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public Task<bool> Allocate(Guid reservationId, int quantity, Guid? orderId) => Update(
        [orderId ?? reservationId], draft => StockRules.Allocate(draft, reservationId, quantity, orderId));

    public Task GiveBack(Guid reservationId) => Update(
        [reservationId], draft => StockRules.GiveBack(draft, reservationId, reservationId, quantity: 0));

    public async Task GiveBackUnclaimed(Guid reservationId)
    {
        var made = await store.LoadReservationAsync(reservationId);
        if (made is not null && StockRules.Has(made.Reservation, key.Category)) return;
        await Update([reservationId], draft => StockRules.GiveBackUnclaimed(draft, reservationId));
    }

    public Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events) => Update(
        [.. events.SelectMany(heard => TakesOf(heard.Body))],
        draft => events.Aggregate(draft, StockRules.Handle));

    public Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events) => Update(
        [.. events.SelectMany(heard => new[] { heard.Body.ReservationId, heard.Body.OrderId ?? Guid.Empty })],
        draft => events.Aggregate(draft, StockRules.HandleReservation));

    public Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events) => Update(
        [.. events.SelectMany(heard => TakesOf(heard.Body.Order))],
        draft => events.Aggregate(draft, StockRules.HandleTickets));

    private static IEnumerable<Guid> TakesOf(OrderEvent? order) =>
        order is null ? [] : [order.OrderId, order.ReservationId];

    /// <summary>False when the request is refused. A decision based on stale memory is repeated once.</summary>
    private async Task<bool> Update(ImmutableArray<Guid> takeIds, Func<StockDraft, StockDraft?> decide)
    {
        Guid[] asked = [.. takeIds.Where(id => id != Guid.Empty).Distinct()];
        var remembered = row is not null;
        try
        {
            if (await TryTurn(asked, decide)) return true;
            if (!remembered) return false;
            row = null;
        }
        catch (CommitConflictException) when (remembered)
        {
            // Memory was stale: decide again.
        }

        return await TryTurn(asked, decide);
    }

    private async Task<bool> TryTurn(Guid[] takeIds, Func<StockDraft, StockDraft?> decide)
    {
        try
        {
            row ??= await store.LoadStockAsync(key);
            var takes = await store.LoadStockTakesAsync(key, takeIds);
            var draft = decide(StockDraft.Of(key, row, takes, time.GetUtcNow()));
            if (draft is null) return false;
            if (!draft.IsChanged) return true;

            if (!StockCommits.IsConsistent(draft.Row)) await CheckRead(draft.Row!);
            var (commit, next) = StockCommits.Write(draft, draft.Now);
            await store.CommitAsync(commit);
            var freed = row is { HasSeats: false } && next?.Free > row.Free;
            row = next;
            if (freed) await GrainFactory.TellSeatsAreFree(key.ScheduleId);
            return true;
        }
        catch (TicketStoreException)
        {
            row = null;
            throw;
        }
    }

    /// <summary>
    /// When the row and the takes do not agree, another activation may have written between the two reads, which is a
    /// conflict; otherwise the rows are damaged.
    /// </summary>
    private async Task CheckRead(StockRow decided)
    {
        if ((await store.LoadStockAsync(key))?.Version != decided.Version)
            throw new CommitConflictException($"Stock {key.ScheduleId}/{key.Category} was changed concurrently.");
    }
}

/// <summary>The transaction that writes a decision about a stock, with its events.</summary>
public static class StockCommits
{
    /// <summary>
    /// Returns the commit and the row after it. The row is always written, so that a refusal based on a stale row is a
    /// conflict, too.
    /// </summary>
    public static (Commit Commit, StockRow? Next) Write(StockDraft draft, DateTimeOffset now)
    {
        CheckConsistent(draft.Row);
        var next = draft.Row is null ? null : draft.Row with { Version = draft.Row.Version + 1 };
        var commit = new Commit
        {
            Stock = next is null ? [] : [next],
            StockTakes =
            [
                .. draft.Changed.Select(id => draft.Takes[id]).Select(take => take with { Version = take.Version + 1 }),
            ],
            Events =
            [
                .. draft.OrderEvents.Select(one => OutboxEvents.Of(one.Topic, one.Body, now)),
                .. draft.StockEvents.Select(one => OutboxEvents.Of(one.Topic, one.Body, now)),
            ],
        };
        return (commit, next);
    }

    /// <summary>Checks invariant I6: allocated plus sold never exceed the capacity.</summary>
    public static bool IsConsistent(StockRow? row) =>
        row is null || (row is { Allocated: >= 0, Sold: >= 0 } && row.Allocated + row.Sold <= row.Capacity);

    /// <summary>Called before every write.</summary>
    private static void CheckConsistent(StockRow? row)
    {
        if (!IsConsistent(row))
            throw new InvalidOperationException($"Stock must not become {row}.");
    }
}

/// <summary>An event to be published about the stock of a reservation.</summary>
public sealed record StockEventDraft(string Topic, StockEvent Body);
