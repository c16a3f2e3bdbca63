using System.Collections.Immutable;
using Orleans.Concurrency;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Gathers fans while a batch is in flight to the queue; repeated calls of one fan share one entry.</summary>
[StatelessWorker(1)]
public sealed class QueueEntranceGrain : Grain, IQueueEntranceGrain
{
    private readonly Dictionary<Guid, TaskCompletionSource<JoinOutcome>> answers = [];
    private readonly Queue<Guid> arrivals = [];
    private bool sending;

    public Task<JoinOutcome> Join(Guid userId)
    {
        if (answers.TryGetValue(userId, out var same)) return same.Task;
        if (arrivals.Count >= Limits.JoinsWaiting)
        {
            throw new StoreOverloadedException(
                $"{arrivals.Count} fans wait for a place in queue {this.GetPrimaryKeyString()} in this process.");
        }

        var answer = new TaskCompletionSource<JoinOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        answers.Add(userId, answer);
        arrivals.Enqueue(userId);
        if (!sending) _ = SendAll();
        return answer.Task;
    }

    private async Task SendAll()
    {
        sending = true;
        while (arrivals.Count > 0)
        {
            var users = ImmutableArray.CreateBuilder<Guid>();
            while (users.Count < Limits.JoinsPerBatch && arrivals.TryDequeue(out var user)) users.Add(user);
            await Send(users.ToImmutable());
        }

        sending = false;
    }

    private async Task Send(ImmutableArray<Guid> users)
    {
        try
        {
            var outcomes = await GrainFactory.GetGrain<IQueueGrain>(this.GetPrimaryKeyString()).Join(users);
            for (var i = 0; i < users.Length; i++) Take(users[i]).SetResult(outcomes[i]);
        }
        catch (Exception e)
        {
            // Any exception is the answer to the fans of this batch; it must not affect the next.
            foreach (var user in users.Where(answers.ContainsKey)) Take(user).SetException(e);
        }
    }

    private TaskCompletionSource<JoinOutcome> Take(Guid user) =>
        answers.Remove(user, out var answer)
            ? answer
            : throw new InvalidOperationException($"No caller waits for the place of {user}.");
}
