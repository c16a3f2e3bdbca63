using System.Reflection;

namespace Ticketing.EmbeddedHost;

/// <summary>A method with a result of that type; <see cref="NoResult"/> when it has none.</summary>
internal sealed class GrainMethod<T>(MethodInfo method) : GrainMethod(method)
{
    public T ResultOf(Task finished) => typeof(T) == typeof(NoResult) ? default! : ((Task<T>)finished).Result;

    public override object Call(GrainReferenceProxy reference, object?[] arguments)
    {
        if (OneWay)
        {
            Send(reference, new OneWayRequest(this, arguments, reference.ToString(), reference.Host.Logger)
            {
                Interleaves = Interleaves,
                ReadOnly = ReadOnly,
            });
            return ReturnsValueTask ? default(ValueTask) : Task.CompletedTask;
        }

        var request = new CallRequest<T>(this, arguments)
        {
            Interleaves = Interleaves,
            ReadOnly = ReadOnly,
            ExpiresAtTick = reference.Host.Clock.Now + TimeoutTicks,
            Timeout = Timeout,
        };
        Send(reference, request);
        if (!ReturnsValueTask)
            return request.Response;
        return typeof(T) == typeof(NoResult) ? new ValueTask(request.Response) : new ValueTask<T>(request.Response);
    }

    private static void Send(GrainReferenceProxy reference, Request request)
    {
        request.CaptureContext();
        reference.Send(request);
    }
}
