using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Coupons;

/// <summary>
/// One coupon. A batch of events is decided together and written by one commit, because a popular coupon is part of
/// every order.
/// </summary>
public sealed class CouponGrain(ITicketStore store, TimeProvider time) : Grain, ICouponGrain
{
    private string code = "";
    private CouponRow? row;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        code = this.GetPrimaryKeyString();
        return Task.CompletedTask;
    }

    public Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events) => Update(
        [.. events.Select(heard => heard.Body)], draft => events.Aggregate(draft, CouponRules.Handle));

    public Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events) => Update(
        [.. events.Select(heard => heard.Body.Order).OfType<OrderEvent>()],
        draft => events.Aggregate(draft, CouponRules.HandleTickets));

    /// <summary>
    /// Interleaves with the orders that wait for their commits, so it reads the rows and leaves memory alone. The use
    /// of the fan's last attempt is read first, so that one which comes back meanwhile is never counted as taken.
    /// </summary>
    public async Task<CouponQuote> Quote(CouponQuestion question)
    {
        var uses = question.OrderId is { } orderId ? await store.LoadCouponUsesAsync(code, [orderId]) : [];
        var read = store.LoadCouponAsync(code);
        var ofFan = store.CountCouponUsesAsync(code, [question.UserId]);
        await Task.WhenAll(read, ofFan);
        if (await read is null) DeactivateOnIdle();
        return CouponRules.Quote(CouponDraft.Of(code, await read, uses, await ofFan), question, time.GetUtcNow());
    }

    public async Task<CouponView?> Get()
    {
        row ??= await store.LoadCouponAsync(code);
        if (row is null) DeactivateOnIdle();
        return row is null ? null : View(row);
    }

    public async Task<CouponView> Put(CouponTerms terms)
    {
        try
        {
            var next = CouponRules.Put(await store.LoadCouponAsync(code), code, terms);
            await store.CommitAsync(new Commit { Coupons = [next] });
            row = next;
            return View(next);
        }
        catch (TicketStoreException)
        {
            row = null;
            throw;
        }
    }

    /// <summary>A decision based on stale memory is repeated once.</summary>
    private async Task Update(OrderEvent[] orders, Func<CouponDraft, CouponDraft> decide)
    {
        try
        {
            await TryTurn(orders, decide);
        }
        catch (CommitConflictException)
        {
            await TryTurn(orders, decide);
        }
    }

    private async Task TryTurn(OrderEvent[] orders, Func<CouponDraft, CouponDraft> decide)
    {
        try
        {
            row ??= await store.LoadCouponAsync(code);
            var uses = store.LoadCouponUsesAsync(code, [.. orders.Select(order => order.OrderId).Distinct()]);
            var ofFans = store.CountCouponUsesAsync(code, [.. orders.Select(order => order.UserId).Distinct()]);
            await Task.WhenAll(uses, ofFans);
            var draft = decide(CouponDraft.Of(code, row, await uses, await ofFans));
            if (draft.Changed.IsEmpty) return;

            if (!CouponCommits.IsConsistent(draft.Row)) await CheckRead(draft.Row!);
            var (commit, next) = CouponCommits.Write(draft, time.GetUtcNow());
            await store.CommitAsync(commit);
            row = next;
        }
        catch (TicketStoreException)
        {
            row = null;
            throw;
        }
    }

    /// <summary>
    /// When the row and the uses do not agree, another activation may have written between the two reads, which is a
    /// conflict; otherwise the rows are damaged.
    /// </summary>
    private async Task CheckRead(CouponRow decided)
    {
        if ((await store.LoadCouponAsync(code))?.Version != decided.Version)
            throw new CommitConflictException($"Coupon {code} was written by another activation.");
    }

    private static CouponView View(CouponRow row) => new(row.Code, row.Terms, row.Used);
}

/// <summary>The transaction that writes a decision about a coupon, with its events.</summary>
public static class CouponCommits
{
    /// <summary>
    /// Returns the commit and the row after it. The row is always written, so that a refusal based on a stale row is a
    /// conflict, too.
    /// </summary>
    public static (Commit Commit, CouponRow? Next) Write(CouponDraft draft, DateTimeOffset now)
    {
        CheckConsistent(draft.Row);
        var next = draft.Row is null ? null : draft.Row with { Version = draft.Row.Version + 1 };
        var commit = new Commit
        {
            Coupons = next is null ? [] : [next],
            CouponUses = [.. draft.Changed.Select(id => draft.Uses[id] with { Version = draft.Uses[id].Version + 1 })],
            Events = [.. draft.Events.Select(one => OutboxEvents.Of(one.Topic, one.Body, now))],
        };
        return (commit, next);
    }

    public static bool IsConsistent(CouponRow? row) =>
        row is null || (row.Used >= 0 && row.Used <= row.Terms.TotalUses);

    /// <summary>Called before every write.</summary>
    private static void CheckConsistent(CouponRow? row)
    {
        if (!IsConsistent(row))
            throw new InvalidOperationException($"A coupon must not become {row}.");
    }
}
