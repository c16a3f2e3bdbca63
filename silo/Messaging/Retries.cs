using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>
/// Tries events that have failed again, each by itself, until they succeed or stand in the dead letters.
/// </summary>
/// <param name="call">Null when it has succeeded.</param>
/// <param name="finish">The group has done with it.</param>
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

    /// <summary>Does not wait for it.</summary>
    public void Start(PendingEvent failed) =>
        Detached.Start(() => RunAsync(failed), bug => log.LaneBroke(group, bug));

    private async Task RunAsync(PendingEvent failed)
    {
        try
        {
            await TryAgainAsync(failed);
        }
        catch (OperationCanceledException) when (failed.IsGivenUp)
        {
            // Whoever gets it next begins anew.
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
            meters.Failed(group, Weather.Is(fault) ? "weather" : "event");
            if (!Weather.Is(fault)) failed.Attempts.Add(Failed(fault));
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
            catch (Exception fault) when (!failed.IsGivenUp)
            {
                if (failures == 1) log.PuttingAwayFailed(group, failed.Received.EventId, fault);
                await Task.Delay(Backoff.After(failures, options), time, failed.Stopping);
            }
        }

        meters.PutAway(group);
        log.PutAway(group, failed.Received.Topic, failed.Received.EventId, failed.Attempts.Count, letter.Error);
    }
}
