using Microsoft.Extensions.Logging;

namespace Ticketing.EmbeddedHost;

/// <summary>A timer tick: a request of the grain to itself that nobody waits for.</summary>
internal sealed class TickRequest(GrainTimer timer, ILogger logger) : Request
{
    public override bool BoundToActivation => true;

    public override bool Answered => false;

    public override string MethodName => "a timer tick";

    protected override bool Traced => false;

    public override void Fail(Exception exception) => logger.TickFailed(timer, exception);

    protected override Task Invoke(object grain) => timer.Tick();

    protected override void Answer(Task finished)
    {
    }
}
