using Orleans.Runtime.Messaging;

namespace Ticketing.Api;

/// <summary>The weather of a cluster: silos that are busy, that died, that nobody can reach.</summary>
internal static partial class Faults
{
    static partial void ExplainHost(Exception fault, ref Problem? problem) => problem = fault switch
    {
        // Refused at the door: no grain has seen it.
        GatewayTooBusyException => Problems.Overloaded.Occurs().RetryAfter(SoonSeconds),
        ConnectionFailedException or ClientNotAvailableException =>
            Problems.OutcomeUnknown.Occurs().RetryAfter(SoonSeconds),
        _ => null,
    };
}
