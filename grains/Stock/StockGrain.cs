using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Stock;

/// <summary>
/// The stock of one category. What has gathered is decided on together and written by one commit: it is asked for by
/// every order of the category.
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

    public Task<bool> Allocate(Guid reservationId, int quantity, Guid? orderId) => Turn(
        [orderId ?? reservationId], draft => StockRules.Allocate(draft, reservationId, quantity, orderId));

    public Task GiveBack(Guid reservationId) => Turn(
        [reservationId], draft => StockRules.GiveBack(draft, reservationId, reservationId, quantity: 0));

    public async Task GiveBackUnclaimed(Guid reservationId)
    {
        var made = await store.LoadReservationAsync(reservationId);
        if (made is not null && StockRules.Has(made.Reservation, key.Category)) return;
        await Turn([reservationId], draft => StockRules.GiveBackUnclaimed(draft, reservationId));
    }

    public Task Hear(ImmutableArray<Delivered<OrderEvent>> events) => Turn(
        [.. events.SelectMany(heard => TakesOf(heard.Body))],
        draft => events.Aggregate(draft, StockRules.Hear));

    public Task HearReservation(ImmutableArray<Delivered<ReservationEvent>> events) => Turn(
        [.. events.SelectMany(heard => new[] { heard.Body.ReservationId, heard.Body.OrderId ?? Guid.Empty })],
        draft => events.Aggregate(draft, StockRules.HearReservation));

    public Task HearTickets(ImmutableArray<Delivered<TicketEvent>> events) => Turn(
        [.. events.SelectMany(heard => TakesOf(heard.Body.Order))],
        draft => events.Aggregate(draft, StockRules.HearTickets));

    private static IEnumerable<Guid> TakesOf(OrderEvent? order) =>
        order is null ? [] : [order.OrderId, order.ReservationId];

    /// <summary>False when it is refused. What rests on memory that was old is decided again, once.</summary>
    private async Task<bool> Turn(ImmutableArray<Guid> takeIds, Func<StockDraft, StockDraft?> decide)
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
            // Memory was old.
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
            row = next;
            return true;
        }
        catch (TicketStoreException)
        {
            row = null;
            throw;
        }
    }

    /// <summary>
    /// Row and takes that do not fit together were read at different moments, between which another activation wrote;
    /// if not, they are damaged.
    /// </summary>
    private async Task CheckRead(StockRow decided)
    {
        if ((await store.LoadStockAsync(key))?.Version != decided.Version)
            throw new CommitConflictException($"Stock {key.ScheduleId}/{key.Category} was written meanwhile.");
    }
}
