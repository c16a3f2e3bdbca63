using Ticketing.PostProcessing;
using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>Retries failed events, each by itself, until they succeed or are in the dead letters.</summary>
/// <param name="call">Calls the grain; returns null on success, otherwise the exception.</param>
/// <param name="finish">Called when the group is done with the event.</param>
internal sealed class Retries(
    string group, Func<PendingEvent[], Task<Exception?>> call, Action<PendingEvent> finish, DeadLetterOffice office,
    EventOptions options, MessagingMeters meters, TimeProvider time, ILogger log)
{
    /// <summary>
    /// How many conflicts of one event in a row are a race with another writer. At the default pauses that is about
    /// eight minutes; a race is over within seconds, so what conflicts for longer is refused for its content.
    /// </summary>
    private const int MaxConflicts = 100;

    /// <summary>
    /// How many timeouts of one event in a row are a silo that hangs or starves: about three minutes. An event that
    /// makes its grain hang for longer is the cause itself.
    /// </summary>
    private const int MaxTimeouts = 20;

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
        int conflicts = 0, timeouts = 0;
        for (var failures = 1; failed.Delivery is not null && failed.Attempts.Count < options.MaxAttempts; failures++)
        {
            await Task.Delay(Backoff.After(failures, options), time, failed.Stopping);
            var fault = await call([failed]);
            if (fault is null) return;
            conflicts = fault is CommitConflictException ? conflicts + 1 : 0;
            timeouts = TransientFaults.IsTimeout(fault) ? timeouts + 1 : 0;
            var isTransient = timeouts > 0
                ? timeouts < MaxTimeouts
                : TransientFaults.Is(fault) && conflicts < MaxConflicts;
            meters.Failed(group, isTransient ? "transient" : "event");
            if (!isTransient) failed.Attempts.Add(Failed(fault));
        }

        var letter = new DeadLetter(
            failed.Received, group, failed.Attempts[^1].Error, failed.Attempts, time.GetUtcNow());
        await office.PutAwayAsync(letter, failed.Stopping);
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
    /// Neither a timeout nor a commit that the database refuses for its content or the purchase limit is a transient
    /// fault: otherwise an event that makes its grain hang, or write what cannot be written, would be retried for ever,
    /// and hold up the others of its grain.
    /// </summary>
    public static bool Is(Exception fault) =>
        fault is (TicketStoreException and not (CommitRefusedException or FanLimitException))
            or OrleansException or SendsLeftException;

    /// <summary>No answer came in time. Orleans cancels a message that waits too long to be placed.</summary>
    public static bool IsTimeout(Exception fault) => fault is TimeoutException or OperationCanceledException;
}
