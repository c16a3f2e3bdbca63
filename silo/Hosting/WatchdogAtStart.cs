namespace Ticketing.Hosting;

/// <summary>
/// Keeps Orleans' watchdog quiet until the process has started: its one thread compares with a time that its other
/// thread has yet to set, and reports a stall as long as the machine is up. What it says later is meant.
/// </summary>
internal sealed class WatchdogAtStart : IHostedLifecycleService
{
    private const string Category = "Orleans.Runtime.Watchdog";

    private volatile bool started;

    public static void AddTo(IHostApplicationBuilder builder)
    {
        var quiet = new WatchdogAtStart();
        var least = builder.Configuration.GetValue("Logging:LogLevel:Orleans", LogLevel.Warning);
        builder.Services.AddSingleton<IHostedService>(quiet);
        builder.Logging.AddFilter(Category, level => quiet.started && level >= least);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        started = true;
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
