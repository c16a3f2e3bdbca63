using Ticketing.Storage;

namespace Ticketing.Postgres;

/// <summary>A commit on its way to the database, and who waits for it.</summary>
/// <param name="startedAt">A timestamp of the store's <see cref="TimeProvider"/>.</param>
internal sealed class PendingCommit(Commit commit, long startedAt)
{
    // The caller must not continue inside the writer: everybody behind it in the batch would wait for that.
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Commit Commit { get; } = commit;

    public int Rows { get; } = commit.Seats.Length + commit.Reservations.Length + commit.Payments.Length
        + commit.Balances.Length + commit.Ledger.Length + commit.Queues.Length + commit.Places.Length
        + commit.Stock.Length + commit.StockTakes.Length + commit.Coupons.Length + commit.CouponUses.Length
        + commit.Orders.Length + commit.OrderSteps.Length + commit.Tickets.Length
        + commit.Statistics.Length + commit.Details.Length + commit.Consumed.Length + commit.Events.Length;

    public long StartedAt { get; } = startedAt;

    public Task Done => completion.Task;

    public void Succeed() => completion.TrySetResult();

    public void Fail(TicketStoreException exception) => completion.TrySetException(exception);
}
