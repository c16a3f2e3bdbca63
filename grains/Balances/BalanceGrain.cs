using System.Collections.Immutable;
using Ticketing.Journal;
using Ticketing.Storage;

namespace Ticketing.Balances;

/// <summary>
/// The money of one user in one currency. The ledger's key ensures that an operation is applied once; memory is only a
/// cache.
/// </summary>
public sealed partial class BalanceGrain(ITicketStore store, TimeProvider time) : Grain, IBalanceGrain
{
    private readonly Queue<LedgerRow> recent = new();
    private BalanceKey key;
    private BalanceRow? row;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        key = GrainKeys.ParseBalance(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<long> Get() => (await Load()).Balance;

    public Task<BalanceOutcome> Charge(BalanceChange change) => Apply(LedgerKind.Charge, change);

    public Task<BalanceOutcome> Debit(BalanceChange change) => Apply(LedgerKind.Debit, change);

    public Task<BalanceOutcome> Refund(BalanceChange change) => Apply(LedgerKind.Refund, change);

    /// <param name="say">Creates the event of a change that is made now; not called for a repeated one.</param>
    private async Task<BalanceOutcome> Apply(
        LedgerKind kind, BalanceChange change, Func<BalanceResult, OutboxEvent>? say = null)
    {
        if (Recall(change.OperationId) is { } known) return BalanceRules.Repeat(key, known, kind, change);

        var (next, written, result) = BalanceRules.Decide(await Load(), kind, change, time.GetUtcNow());
        if (written is not null && await TryCommit(next, [written], say?.Invoke(result)))
            return new BalanceOutcome(result, next.Balance);

        // Memory was stale, or the operation was applied before: try once more from the rows.
        Forget();
        if (await store.LoadLedgerEntryAsync(key.UserId, change.OperationId) is { } earlier)
            return BalanceRules.Repeat(key, earlier, kind, change);
        (next, written, result) = BalanceRules.Decide(await Load(), kind, change, time.GetUtcNow());
        if (written is not null) await Commit(next, [written], say?.Invoke(result));
        return new BalanceOutcome(result, next.Balance);
    }

    private LedgerRow? Recall(string operationId) =>
        recent.FirstOrDefault(entry => entry.OperationId == operationId);

    private async Task<bool> TryCommit(BalanceRow next, ImmutableArray<LedgerRow> written, OutboxEvent? said)
    {
        try
        {
            await Commit(next, written, said);
            return true;
        }
        catch (CommitConflictException)
        {
            return false;
        }
    }

    private async Task Commit(BalanceRow next, ImmutableArray<LedgerRow> written, OutboxEvent? said)
    {
        try
        {
            await store.CommitAsync(new Commit
            {
                Balances = [next],
                Ledger = written,
                Journal = [.. written.SelectMany(change => JournalRules.Of(change))],
                Events = said is null ? [] : [said],
            });
        }
        catch (TicketStoreException)
        {
            Forget();
            DeactivateOnIdle();
            throw;
        }

        row = next;
        foreach (var entry in written) recent.Enqueue(entry);
        while (recent.Count > Limits.RememberedOperations) recent.Dequeue();
    }

    private async Task<BalanceRow> Load() =>
        row ??= await store.LoadBalanceAsync(key) ?? BalanceRules.Empty(key);

    private void Forget()
    {
        row = null;
        recent.Clear();
    }
}
