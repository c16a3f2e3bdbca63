using Ticketing.Storage;

namespace Ticketing.Balances;

/// <summary>
/// The points of one user. An operation is applied once: the ledger's key says so, memory only remembers.
/// </summary>
public sealed class BalanceGrain(ITicketStore store, TimeProvider time) : Grain, IBalanceGrain
{
    private readonly Queue<LedgerRow> recent = new();
    private Guid userId;
    private BalanceRow? row;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        userId = GrainKeys.ParseId(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<long> Get() => (await Load()).Balance;

    public Task<BalanceOutcome> Charge(BalanceChange change) => Apply(LedgerKind.Charge, change);

    public Task<BalanceOutcome> Debit(BalanceChange change) => Apply(LedgerKind.Debit, change);

    public Task<BalanceOutcome> Refund(BalanceChange change) => Apply(LedgerKind.Refund, change);

    private async Task<BalanceOutcome> Apply(LedgerKind kind, BalanceChange change)
    {
        if (recent.FirstOrDefault(entry => entry.OperationId == change.OperationId) is { } known)
            return BalanceRules.Repeat(known, kind, change);

        var (next, written, result) = BalanceRules.Decide(await Load(), kind, change, time.GetUtcNow());
        if (written is not null && await TryCommit(next, written)) return new BalanceOutcome(result, next.Balance);

        // Memory was old, or the operation was applied before: once more, from the rows.
        Forget();
        if (await store.LoadLedgerEntryAsync(userId, change.OperationId) is { } earlier)
            return BalanceRules.Repeat(earlier, kind, change);
        (next, written, result) = BalanceRules.Decide(await Load(), kind, change, time.GetUtcNow());
        if (written is not null) await Commit(next, written);
        return new BalanceOutcome(result, next.Balance);
    }

    private async Task<bool> TryCommit(BalanceRow next, LedgerRow written)
    {
        try
        {
            await Commit(next, written);
            return true;
        }
        catch (CommitConflictException)
        {
            return false;
        }
    }

    private async Task Commit(BalanceRow next, LedgerRow written)
    {
        try
        {
            await store.CommitAsync(new Commit { Balances = [next], Ledger = [written] });
        }
        catch (TicketStoreException)
        {
            Forget();
            DeactivateOnIdle();
            throw;
        }

        row = next;
        recent.Enqueue(written);
        if (recent.Count > Limits.RememberedOperations) recent.Dequeue();
    }

    private async Task<BalanceRow> Load() =>
        row ??= await store.LoadBalanceAsync(userId) ?? BalanceRules.Empty(userId);

    private void Forget()
    {
        row = null;
        recent.Clear();
    }
}
