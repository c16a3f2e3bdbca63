namespace Ticketing.PostProcessing;

/// <summary>Fans are told nothing.</summary>
internal sealed class NoNotifier : INotifier
{
    public Task NotifyAsync(Notice notice, CancellationToken late) => Task.CompletedTask;
}
