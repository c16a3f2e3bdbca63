namespace Ticketing.Simulator;

/// <summary>Sends its own grain a tick when it is due, and rearms itself when that tick has ended.</summary>
internal sealed class SimulatedTimer : IGrainTimer
{
    private readonly Activation activation;
    private readonly Func<CancellationToken, Task> callback;
    private readonly GrainTimerCreationOptions options;
    private readonly CancellationTokenSource disposed = new();
    private readonly ITimer timer;
    private TimeSpan dueTime;
    private TimeSpan period;
    private bool changed;
    private bool firing;

    public SimulatedTimer(
        Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        this.activation = activation;
        this.callback = callback;
        this.options = options;
        timer = activation.Silo.Time.CreateTimer(
            static self => ((SimulatedTimer)self!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Change(options.DueTime, options.Period);
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
        if (!firing) Set(dueTime);
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
            activation.Silo.Log($"{this} failed when it was cancelled", exception);
        }
    }

    /// <summary>Stops as a crash does, without notice to the callback.</summary>
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
            if (!disposed.IsCancellationRequested) Set(changed ? dueTime : period);
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
        activation.Receive(new TickCall(this, activation.Silo.Log)
        {
            Interleaves = options.Interleave,
            KeepsAlive = options.KeepAlive,
        });
    }
}
