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
        if (written is null)
        {
            // It may have been applied when there was more.
            var earlier = await store.LoadLedgerEntryAsync(userId, change.OperationId);
            return earlier is null
                ? new BalanceOutcome(result, next.Balance)
                : BalanceRules.Repeat(earlier, kind, change);
        }

        try
        {
            await store.CommitAsync(new Commit { Balances = [next], Ledger = [written] });
        }
        catch (CommitConflictException)
        {
            Drop();
            if (await store.LoadLedgerEntryAsync(userId, change.OperationId) is { } earlier)
                return BalanceRules.Repeat(earlier, kind, change);
            throw;
        }
        catch (TicketStoreException)
        {
            Drop();
            throw;
        }

        Remember(next, written);
        return new BalanceOutcome(BalanceResult.Applied, next.Balance);
    }

    private async Task<BalanceRow> Load() =>
        row ??= await store.LoadBalanceAsync(userId) ?? BalanceRules.Empty(userId);

    private void Remember(BalanceRow next, LedgerRow written)
    {
        row = next;
        recent.Enqueue(written);
        if (recent.Count > Limits.RememberedOperations) recent.Dequeue();
    }

    private void Drop()
    {
        row = null;
        recent.Clear();
        DeactivateOnIdle();
    }
}
