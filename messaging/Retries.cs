using Ticketing.PostProcessing;
using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>Retries failed events, each by itself, until they succeed or are in the dead letters.</summary>
/// <param name="call">Calls the grain; returns null on success, otherwise the exception.</param>
/// <param name="finish">Called when the group is done with the event.</param>
internal sealed class Retries(
    string group, Func<PendingEvent[], Task<Exception?>> call, Action<PendingEvent> finish, IDeadLetters deadLetters,
    EventOptions options, MessagingMeters meters, TimeProvider time, ILogger log)
{
    private const int MaxErrorLength = 2_000;

    public FailedAttempt Failed(Exception fault)
    {
        var error = $"{fault.GetType().Name}: {fault.Message}";
        return new FailedAttempt(time.GetUtcNow(), error.Length <= MaxErrorLength ? error : error[..MaxErrorLength]);
    }

    /// <summary>Starts the retries in the background.</summary>
    public void Start(PendingEvent failed) =>
        BackgroundWork.Start(() => RunAsync(failed), bug => log.BatchBroke(group, bug));

    private async Task RunAsync(PendingEvent failed)
    {
        try
        {
            await TryAgainAsync(failed);
        }
        catch (OperationCanceledException) when (failed.IsAbandoned)
        {
            // The next process that gets the event starts with its first attempt.
        }

        finish(failed);
    }

    private async Task TryAgainAsync(PendingEvent failed)
    {
        for (var failures = 1; failed.Delivery is not null && failed.Attempts.Count < options.MaxAttempts; failures++)
        {
            await Task.Delay(Backoff.After(failures, options), time, failed.Stopping);
            var fault = await call([failed]);
            if (fault is null) return;
            meters.Failed(group, TransientFaults.Is(fault) ? "transient" : "event");
            if (!TransientFaults.Is(fault)) failed.Attempts.Add(Failed(fault));
        }

        await PutAwayAsync(failed);
    }

    private async Task PutAwayAsync(PendingEvent failed)
    {
        var letter = new DeadLetter(
            failed.Received, group, failed.Attempts[^1].Error, failed.Attempts, time.GetUtcNow());
        for (var failures = 1; ; failures++)
        {
            try
            {
                await deadLetters.PutAsync(letter, failed.Stopping);
                break;
            }
            catch (Exception fault) when (!failed.IsAbandoned)
            {
                if (failures == 1) log.PuttingAwayFailed(group, failed.Received.EventId, fault);
                await Task.Delay(Backoff.After(failures, options), time, failed.Stopping);
            }
        }

        meters.PutAway(group);
        log.PutAway(group, failed.Received.Topic, failed.Received.EventId, failed.Attempts.Count, letter.Error);
    }
}

/// <summary>The delay before the next attempt.</summary>
internal static class Backoff
{
    private const double Spread = 0.2;
    private const int MaxDoublings = 30;

    /// <summary>Exponential, up to the configured maximum, with 20 % jitter.</summary>
    /// <param name="failures">Consecutive failures, from 1.</param>
    public static TimeSpan After(int failures, EventOptions options)
    {
        var doubled = options.FirstRetryMilliseconds * Math.Pow(2, Math.Min(failures - 1, MaxDoublings));
        return TimeSpan.FromMilliseconds(
            Math.Min(doubled, options.MaxRetryMilliseconds) * (1 + Spread * (2 * Random.Shared.NextDouble() - 1)));
    }
}

/// <summary>
/// Failures that are not caused by the event: the store or the grain host is unavailable or overloaded and will
/// recover. Such attempts are not counted.
/// </summary>
internal static class TransientFaults
{
    /// <summary>
    /// A timeout is not a transient fault: otherwise an event that makes its grain hang would be retried for ever.
    /// </summary>
    public static bool Is(Exception fault) =>
        fault is TicketStoreException or OrleansException or SendsLeftException;
}
