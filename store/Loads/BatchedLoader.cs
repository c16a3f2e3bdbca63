using System.Threading.Channels;
using Npgsql;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// Loads that gather while a query runs become the next query, so a thousand grains that activate at once cost a few
/// round trips. A failed query fails only the loads in it.
/// </summary>
internal sealed class BatchedLoader<TKey, TValue> : IAsyncDisposable
    where TKey : notnull
    where TValue : class
{
    private readonly Channel<PendingLoad<TKey, TValue>> queue;
    private readonly LoadQuery<TKey, TValue> query;
    private readonly NpgsqlDataSource dataSource;
    private readonly StoreOptions options;
    private readonly StoreMeters meters;
    private readonly ILogger logger;
    private readonly Task loading;
    private volatile bool closed;

    public BatchedLoader(
        LoadQuery<TKey, TValue> query,
        NpgsqlDataSource dataSource,
        StoreOptions options,
        StoreMeters meters,
        ILogger logger)
    {
        this.query = query;
        this.dataSource = dataSource;
        this.options = options;
        this.meters = meters;
        this.logger = logger;
        queue = Channel.CreateBounded<PendingLoad<TKey, TValue>>(
            new BoundedChannelOptions(options.LoadQueueCapacity) { SingleReader = false });
        loading = Task.Run(LoadBatchesAsync);
    }

    /// <summary>Null when there is no such row.</summary>
    public Task<TValue?> LoadAsync(TKey key)
    {
        var pending = new PendingLoad<TKey, TValue>(key);
        if (queue.Writer.TryWrite(pending))
            return pending.Done;
        if (closed)
            return Task.FromException<TValue?>(new StoreUnavailableException("The store is closed."));
        meters.Overloaded(query.Kind);
        return Task.FromException<TValue?>(new StoreOverloadedException(
            $"{options.LoadQueueCapacity} loads ({query.Kind}) are waiting already."));
    }

    public async ValueTask DisposeAsync()
    {
        closed = true;
        queue.Writer.TryComplete();
        while (queue.Reader.TryRead(out var pending))
            pending.Fail(new StoreUnavailableException("The store is closed."));
        await loading.ConfigureAwait(false);
    }

    private async Task LoadBatchesAsync()
    {
        var batch = new List<PendingLoad<TKey, TValue>>(options.MaxLoadBatch);
        while (await queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < options.MaxLoadBatch && queue.Reader.TryRead(out var pending))
                batch.Add(pending);
            await LoadAsync(batch).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private async Task LoadAsync(List<PendingLoad<TKey, TValue>> batch)
    {
        var waiting = batch.ToLookup(pending => pending.Key);
        var keys = waiting.Select(group => group.Key).ToArray();
        try
        {
            var values = await QueryAsync(keys).ConfigureAwait(false);
            for (var place = 0; place < keys.Length; place++)
                foreach (var pending in waiting[keys[place]])
                    pending.Succeed(values[place]);
        }
        catch (Exception exception)
        {
            StoreLog.LoadFailed(logger, keys.Length, query.Kind, exception);
            foreach (var pending in batch)
                pending.Fail(new StoreUnavailableException(
                    $"Loading ({query.Kind}) failed: {exception.Message}", exception));
        }
    }

    private async Task<TValue?[]> QueryAsync(TKey[] keys)
    {
        meters.Loaded(query.Kind, keys.Length);
        var values = new TValue?[keys.Length];
        var command = new NpgsqlBatchCommand(query.Sql);
        command.Parameters.AddRange(query.Parameters(keys));
        await using var batch = dataSource.CreateBatch();
        batch.Timeout = options.CommandTimeoutSeconds;
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DataSourceExtensions.PlanByKey));
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var place = reader.GetInt64(0) - 1;
            values[place] = query.Read(reader, keys[place]);
        }

        return values;
    }
}

/// <summary>A key to be loaded, and the task that its caller awaits.</summary>
internal sealed class PendingLoad<TKey, TValue>(TKey key)
    where TValue : class
{
    // Continuations must not run inside the loader; see <see cref="PendingCommit"/>.
    private readonly TaskCompletionSource<TValue?> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TKey Key { get; } = key;

    public Task<TValue?> Done => completion.Task;

    public void Succeed(TValue? value) => completion.TrySetResult(value);

    public void Fail(TicketStoreException exception) => completion.TrySetException(exception);
}
