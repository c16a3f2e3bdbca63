namespace Ticketing.EmbeddedHost;

/// <summary>A call whose caller waits for the answer.</summary>
internal sealed class CallRequest<T>(GrainMethod<T> method, object?[] arguments) : Request
{
    // Without RunContinuationsAsynchronously, which would send a WhenAll of the caller to the thread pool. The caller
    // does not go on inside the callee all the same: answers are given in turns, whose scheduler is another.
    private readonly TaskCompletionSource<T> answer = new();

    public Task<T> Response => answer.Task;

    public override bool Answered => answer.Task.IsCompleted;

    public override string MethodName => method.Name;

    public override void Fail(Exception exception) => answer.TrySetException(exception);

    protected override Task? Invoke(object grain) => method.Invoke(grain, arguments);

    protected override void Answer(Task finished) => answer.TrySetResult(method.ResultOf(finished));
}
