namespace Ticketing.Store;

/// <summary>Makes a pass about once an hour. A pass that fails is reported; the next one finds the same work.</summary>
public abstract class HourlyWork(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected TimeProvider Time { get; } = time;

    /// <summary>Several processes may make a pass at once.</summary>
    protected abstract Task PassAsync(CancellationToken stopping);

    /// <param name="fault">Any exception of a pass.</param>
    protected abstract void Failed(Exception fault);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Random, so that processes started together do not work at the same time.
            await Task.Delay(Period * (0.5 + Random.Shared.NextDouble()), Time, stoppingToken);
            try
            {
                await PassAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(fault);
            }
        }
    }
}
