using System.Threading.Channels;
using Npgsql;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// Commits wait in one bounded queue. A few writers take the commits that have gathered, without waiting for more, and
/// write them as one transaction. Each caller is answered when that transaction is durable.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly Channel<PendingCommit> queue;
    private readonly BatchWriter writer;
    private readonly StoreOptions options;
    private readonly StoreMeters meters;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly TimeSpan queueTimeout;
    private readonly CancellationTokenSource givenUp = new();
    private readonly Task writing;
    private volatile bool closed;

    /// <param name="signal">Raised when events have been committed.</param>
    public GroupCommit(
        NpgsqlDataSource dataSource, StoreOptions options, OutboxSignal? signal, StoreMeters meters, TimeProvider time,
        ILogger logger)
    {
        this.options = options;
        this.meters = meters;
        this.time = time;
        this.logger = logger;
        queueTimeout = TimeSpan.FromSeconds(options.CommitQueueTimeoutSeconds);
        queue = Channel.CreateBounded<PendingCommit>(options.CommitQueueCapacity);
        writer = new BatchWriter(dataSource, options, signal, meters, time, logger);
        writing = Task.WhenAll(Enumerable.Range(0, options.Writers).Select(_ => Task.Run(WriteBatchesAsync)));
    }

    public Task CommitAsync(Commit commit)
    {
        var pending = new PendingCommit(commit, time.GetTimestamp());
        if (queue.Writer.TryWrite(pending))
            return pending.Done;
        if (closed)
            return Task.FromException(new StoreUnavailableException("The store is closed; nothing was written."));
        meters.Overloaded("commit");
        return Task.FromException(new StoreOverloadedException(
            $"{options.CommitQueueCapacity} commits are waiting already; nothing was written."));
    }

    /// <summary>Writes the accepted commits, for at most <see cref="StoreOptions.DrainTimeoutSeconds"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        closed = true;
        queue.Writer.TryComplete();
        try
        {
            await writing.WaitAsync(TimeSpan.FromSeconds(options.DrainTimeoutSeconds), time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            StoreLog.DrainTimedOut(logger, queue.Reader.Count, options.DrainTimeoutSeconds);
            await givenUp.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }

        givenUp.Dispose();
    }

    private async Task WriteBatchesAsync()
    {
        var batch = new List<PendingCommit>(options.MaxBatch);
        while (await queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            Gather(batch);
            if (batch.Count == 0)
                continue; // another writer took them, or all were too old
            await writer.WriteAsync(batch.ToArray(), givenUp.Token).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private void Gather(List<PendingCommit> batch)
    {
        var rows = 0;
        while (batch.Count < options.MaxBatch && rows < options.MaxBatchRows && queue.Reader.TryRead(out var pending))
        {
            if (RefusesAsTooOld(pending))
                continue;
            batch.Add(pending);
            rows += pending.Rows;
        }
    }

    private bool RefusesAsTooOld(PendingCommit pending)
    {
        if (time.GetElapsedTime(pending.StartedAt) <= queueTimeout)
            return false;
        meters.Overloaded("commit");
        pending.Fail(new StoreOverloadedException(
            $"The commit waited for {options.CommitQueueTimeoutSeconds} s and was not sent; nothing was written."));
        return true;
    }
}

/// <summary>A commit that waits to be written, and the task that its caller awaits.</summary>
/// <param name="startedAt">A timestamp of the store's <see cref="TimeProvider"/>.</param>
internal sealed class PendingCommit(Commit commit, long startedAt)
{
    // Continuations must not run inside the writer: they would delay every later commit of the batch.
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Commit Commit { get; } = commit;

    public int Rows { get; } = Tables.All.Sum(table => table.Count(commit));

    public long StartedAt { get; } = startedAt;

    public Task Done => completion.Task;

    public void Succeed() => completion.TrySetResult();

    public void Fail(TicketStoreException exception) => completion.TrySetException(exception);
}
