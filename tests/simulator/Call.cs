using System.Diagnostics;
using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace Ticketing.Simulator;

/// <summary>A message to a grain: it waits in a mailbox, then runs as turns of the grain.</summary>
internal abstract class Call
{
    private readonly KeyValuePair<string, object>[] context = [.. RequestContext.Entries];
    private readonly Activity? activity = Activity.Current;

    /// <summary>May start while other requests wait for something.</summary>
    public bool Interleaves { get; init; }

    /// <summary>May start while other requests of this kind wait for something.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Counts as use of the activation.</summary>
    public bool KeepsAlive { get; init; } = true;

    /// <summary>Ends with the activation instead of going to the next one.</summary>
    public virtual bool BoundToActivation => false;

    /// <summary>The caller already has its answer, so the call need not start.</summary>
    public abstract bool Answered { get; }

    public abstract string Name { get; }

    /// <summary>Runs in a turn of the activation; completes with the response.</summary>
    public abstract ValueTask<Response> Invoke(Activation activation);

    public abstract void Answer(Response response);

    public abstract void Fail(Exception exception);

    /// <summary>
    /// Only the request context and the current activity flow with a call; other ambient values do not.
    /// </summary>
    public void RestoreContext()
    {
        foreach (var (key, value) in context) RequestContext.Set(key, value);
        if (activity is not null) Activity.Current = activity;
    }
}

/// <summary>A request that Orleans' generated code made.</summary>
internal abstract class RequestCall(GrainId target, IInvokable request, InvokeMethodOptions options) : Call
{
    public override string Name => $"{request.GetInterfaceType().Name}.{request.GetMethodName()} of {target}";

    public GrainId Target => target;

    public IInvokable Request => request;

    public InvokeMethodOptions Options => options;

    public override ValueTask<Response> Invoke(Activation activation)
    {
        request.SetTarget(activation);
        return request.Invoke();
    }
}

/// <summary>A call whose caller waits for the answer.</summary>
internal sealed class RequestCall<T>(GrainId target, IInvokable request, InvokeMethodOptions options)
    : RequestCall(target, request, options)
{
    // Answers are set in turns of the callee. The caller has another scheduler, so it does not continue inside of them.
    private readonly TaskCompletionSource<T?> answer = new();

    public Task<T?> Task => answer.Task;

    public override bool Answered => answer.Task.IsCompleted;

    public override void Answer(Response response)
    {
        if (response.Exception is { } exception) Fail(exception);
        else answer.TrySetResult((T?)response.Result);
    }

    public override void Fail(Exception exception) => answer.TrySetException(exception);
}

/// <summary>A call without a waiting caller: its failure is logged.</summary>
internal sealed class OneWayCall(
    GrainId target, IInvokable request, InvokeMethodOptions options, Action<string, Exception?> log)
    : RequestCall(target, request, options)
{
    private bool failed;

    public override bool Answered => failed;

    public override void Answer(Response response)
    {
        if (response.Exception is { } exception) Fail(exception);
    }

    public override void Fail(Exception exception)
    {
        failed = true;
        log($"{Name} failed; its caller does not wait for the result", exception);
    }
}

/// <summary>A tick of a grain timer: a request of the grain to itself.</summary>
internal sealed class TickCall(SimulatedTimer timer, Action<string, Exception?> log) : Call
{
    public override bool BoundToActivation => true;

    public override bool Answered => false;

    public override string Name => "a timer tick";

    public override async ValueTask<Response> Invoke(Activation activation)
    {
        await timer.Tick();
        return Response.Completed;
    }

    public override void Answer(Response response)
    {
    }

    public override void Fail(Exception exception) => log($"{timer} failed", exception);
}
