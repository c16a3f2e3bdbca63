using System.Diagnostics;

namespace Ticketing.EmbeddedHost;

/// <summary>A call on its way: waiting in a mailbox, then running as turns of the grain.</summary>
internal abstract class Request : WorkItem
{
    /// <summary>Neighbours among the running requests of an activation.</summary>
    public Request? RunningBefore;

    public Request? RunningAfter;

    private Dictionary<string, object>? context;
    private Activity? activity;
    private Activation? activation;

    /// <summary>May start while other requests wait for something.</summary>
    public bool Interleaves { get; init; }

    /// <summary>May start while other requests of this kind wait for something.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Counts as use of the activation.</summary>
    public bool KeepsAlive { get; init; } = true;

    /// <summary>Dies with the activation instead of going to the next one.</summary>
    public virtual bool BoundToActivation => false;

    /// <summary>The clock tick at which the caller is told that there was no answer.</summary>
    public long ExpiresAtTick { get; init; } = long.MaxValue;

    /// <summary>How long the caller waits, for the message that says it was too long.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The caller has its answer already, so there is no use in starting.</summary>
    public abstract bool Answered { get; }

    public abstract string MethodName { get; }

    /// <summary>Is told to whoever listens to calls.</summary>
    protected virtual bool Traced => true;

    /// <summary>The task of the grain method.</summary>
    protected Task? Running { get; private set; }

    /// <summary>
    /// Takes along what flows with a call: the request context and the current activity, nothing else.
    /// </summary>
    public void CaptureContext()
    {
        context = Orleans.Runtime.RequestContext.Current;
        activity = Activity.Current;
    }

    /// <summary>Calls the method; true when it has finished without waiting for anything.</summary>
    public bool Start(Activation on, object grain)
    {
        if (context is not null)
            Orleans.Runtime.RequestContext.Current = context;
        if (activity is not null)
            Activity.Current = activity;
        // The caller's is not needed any more.
        activity = Traced && CallTracing.IsListenedTo ? CallTracing.Start(this, on) : null;
        try
        {
            Running = Invoke(grain);
            if (Running is null)
                throw new InvalidOperationException($"{MethodName} of {on} returned null instead of a task.");
            if (!Running.IsCompleted)
            {
                activation = on;
                // Comes back as a turn: the awaiter takes the scheduler of the turn that runs now.
                Running.GetAwaiter().UnsafeOnCompleted(Finish);
                return false;
            }
        }
        catch (Exception exception)
        {
            Running = null;
            Refuse(exception, on);
            return true;
        }

        AnswerFrom(Running, on);
        return true;
    }

    public abstract void Fail(Exception exception);

    protected abstract Task? Invoke(object grain);

    protected abstract void Answer(Task finished);

    private void Finish()
    {
        AnswerFrom(Running!, activation!);
        activation!.OnRequestFinished(this);
    }

    private void AnswerFrom(Task finished, Activation on)
    {
        if (finished.IsCompletedSuccessfully)
        {
            StopActivity(null);
            Answer(finished);
            return;
        }

        Refuse(finished.Exception?.InnerException ?? new TaskCanceledException(finished), on);
    }

    private void Refuse(Exception exception, Activation on)
    {
        StopActivity(exception);
        Fail(exception);
        on.OnRequestFailed(exception);
    }

    private void StopActivity(Exception? fault)
    {
        if (activity is not null)
            CallTracing.Stop(activity, fault);
    }
}
