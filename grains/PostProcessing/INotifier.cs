namespace Ticketing.PostProcessing;

/// <summary>The port to whatever carries messages to fans.</summary>
public interface INotifier
{
    /// <summary>
    /// Completes when the message is handed over, within <see cref="Limits.SendTimeoutMilliseconds"/>; throws
    /// <see cref="SendFailedException"/> when it could not be. The same notice may come again.
    /// </summary>
    Task NotifyAsync(Notice notice, CancellationToken late);
}
