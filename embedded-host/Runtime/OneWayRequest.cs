using Microsoft.Extensions.Logging;

namespace Ticketing.EmbeddedHost;

/// <summary>A call whose caller has gone on.</summary>
internal sealed class OneWayRequest(GrainMethod method, object?[] arguments, string target, ILogger logger) : Request
{
    private bool failed;

    public override bool Answered => failed;

    public override string MethodName => method.Name;

    public override void Fail(Exception exception)
    {
        failed = true;
        logger.OneWayFailed(target, MethodName, exception);
    }

    protected override Task? Invoke(object grain) => method.Invoke(grain, arguments);

    protected override void Answer(Task finished)
    {
    }
}
