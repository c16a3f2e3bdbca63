using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Coupons;

/// <summary>
/// One coupon. What has gathered is decided on together and written by one commit: a coupon that everybody has is asked
/// for by every order.
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

    public Task Hear(ImmutableArray<Delivered<OrderEvent>> events) => Turn(
        [.. events.Select(heard => heard.Body)], draft => events.Aggregate(draft, CouponRules.Hear));

    public Task HearTickets(ImmutableArray<Delivered<TicketEvent>> events) => Turn(
        [.. events.Select(heard => heard.Body.Order).OfType<OrderEvent>()],
        draft => events.Aggregate(draft, CouponRules.HearTickets));

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

    /// <summary>What rests on memory that was old is decided again, once.</summary>
    private async Task Turn(OrderEvent[] orders, Func<CouponDraft, CouponDraft> decide)
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
    /// Row and uses that do not fit together were read at different moments, between which another activation wrote;
    /// if not, they are damaged.
    /// </summary>
    private async Task CheckRead(CouponRow decided)
    {
        if ((await store.LoadCouponAsync(code))?.Version != decided.Version)
            throw new CommitConflictException($"Coupon {code} was written meanwhile.");
    }

    private static CouponView View(CouponRow row) => new(row.Code, row.Terms, row.Used);
}
