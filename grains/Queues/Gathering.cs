using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>
/// Gathers single requests of a grain into batches: those that arrive while a batch is in flight form the next one.
/// Requests with the same key share one entry. For use by one grain only.
/// </summary>
/// <param name="what">The purpose of the requests; completes "n requests wait for".</param>
/// <param name="send">Returns the outcomes in the order of the keys.</param>
internal sealed class Gathering<TKey, TOutcome>(
    GatheringBounds bounds, string what, Func<ImmutableArray<TKey>, Task<ImmutableArray<TOutcome>>> send)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TaskCompletionSource<TOutcome>> answers = [];
    private readonly Queue<TKey> arrivals = [];
    private int inFlight;

    public Task<TOutcome> Add(TKey key)
    {
        if (answers.TryGetValue(key, out var same)) return same.Task;
        if (arrivals.Count >= bounds.Waiting)
            throw new StoreOverloadedException($"{arrivals.Count} requests wait for {what} in this process.");

        var answer = new TaskCompletionSource<TOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        answers.Add(key, answer);
        arrivals.Enqueue(key);
        if (MaySend()) _ = SendAll();
        return answer.Task;
    }

    /// <summary>Beside a batch in flight only a full one is sent: small batches would gather less.</summary>
    private bool MaySend() =>
        arrivals.Count > 0
        && (inFlight == 0 || (inFlight < bounds.BatchesInFlight && arrivals.Count >= bounds.PerBatch));

    private async Task SendAll()
    {
        while (MaySend())
        {
            var keys = ImmutableArray.CreateBuilder<TKey>();
            while (keys.Count < bounds.PerBatch && arrivals.TryDequeue(out var key)) keys.Add(key);
            inFlight++;
            await Send(keys.ToImmutable());
            inFlight--;
        }
    }

    private async Task Send(ImmutableArray<TKey> keys)
    {
        try
        {
            var outcomes = await send(keys);
            for (var i = 0; i < keys.Length; i++) Take(keys[i]).SetResult(outcomes[i]);
        }
        catch (Exception e)
        {
            // Any exception is the answer to the requests of this batch; it must not affect the next.
            foreach (var key in keys.Where(answers.ContainsKey)) Take(key).SetException(e);
        }
    }

    private TaskCompletionSource<TOutcome> Take(TKey key) =>
        answers.Remove(key, out var answer)
            ? answer
            : throw new InvalidOperationException($"No caller waits for {what} with the key {key}.");
}

/// <param name="Waiting">Requests that wait to be sent; further ones get a <c>StoreOverloadedException</c>.</param>
internal sealed record GatheringBounds(int PerBatch, int Waiting, int BatchesInFlight = 1);
