namespace Ticketing.Messaging;

/// <summary>Writes dead letters, each until it is written, and reports them.</summary>
internal sealed class DeadLetterOffice(
    IDeadLetters letters, EventOptions options, MessagingMeters meters, TimeProvider time, ILogger log)
{
    /// <summary>Completes when the letter is stored; fails only by cancellation.</summary>
    public async Task PutAwayAsync(DeadLetter letter, CancellationToken stopping)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await letters.PutAsync(letter, stopping);
                break;
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                if (failures == 1) log.PuttingAwayFailed(letter.Group, letter.Event.EventId, fault);
                await Task.Delay(Backoff.After(failures, options), time, stopping);
            }
        }

        meters.PutAway(letter.Group);
        log.PutAway(
            letter.Group, letter.Event.Topic, letter.Event.EventId, letter.Attempts.Count, letter.Error);
    }
}
