using Orleans.Runtime;

namespace Ticketing.EmbeddedHost;

/// <summary>Posts a request to its own grain each time it is due, and sets itself again when that has ended.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation activation;
    private readonly Func<CancellationToken, Task> callback;
    private readonly GrainTimerCreationOptions options;
    private readonly CancellationTokenSource disposed = new();
    private readonly ITimer timer;
    private TimeSpan dueTime;
    private TimeSpan period;
    private bool changed;
    private volatile bool firing;

    public GrainTimer(
        Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        this.activation = activation;
        this.callback = callback;
        this.options = options;
        // What flows with the request that registers the timer must not flow into its ticks.
        using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        timer = activation.Host.Time.CreateTimer(
            static self => ((GrainTimer)self!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public override string ToString() =>
        $"timer {callback.Method.DeclaringType?.Name}.{callback.Method.Name} of {activation}";

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        changed = true;
        this.dueTime = dueTime;
        this.period = period;
        if (!firing)
            Set(dueTime);
    }

    public void Dispose()
    {
        timer.Dispose();
        activation.Forget(this);
        try
        {
            disposed.Cancel();
        }
        catch (AggregateException exception)
        {
            activation.Host.Logger.TickFailed(this, exception);
        }
    }

    /// <summary>Stops it without a word to its callback.</summary>
    public void Kill() => timer.Dispose();

    public async Task Tick()
    {
        changed = false;
        try
        {
            await callback(disposed.Token);
        }
        finally
        {
            firing = false;
            if (!disposed.IsCancellationRequested)
                Set(changed ? dueTime : period);
        }
    }

    private static void Validate(TimeSpan value, string name)
    {
        var milliseconds = (long)value.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, uint.MaxValue - 1, name);
    }

    private void Set(TimeSpan due) => timer.Change(due, Timeout.InfiniteTimeSpan);

    private void Due()
    {
        firing = true;
        activation.TryPost(new TickRequest(this, activation.Host.Logger)
        {
            Interleaves = options.Interleave,
            KeepsAlive = options.KeepAlive,
        });
    }
}
