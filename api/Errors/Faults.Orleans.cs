using Orleans.Networking.Shared;
using Orleans.Runtime.Messaging;

namespace Ticketing.Api;

/// <summary>The weather of a cluster: silos that are busy, that died, that nobody can reach.</summary>
internal static partial class Faults
{
    static partial void ExplainHost(Exception fault, ref Problem? problem) => problem = fault switch
    {
        // Refused at the door: no grain has seen it.
        GatewayTooBusyException => Problems.Overloaded.Occurs().RetryAfter(SoonSeconds),
        // It may have been a grain's call to another, after the first had done its part.
        ConnectionFailedException or ClientNotAvailableException or SocketConnectionException =>
            Problems.OutcomeUnknown.Occurs().RetryAfter(SoonSeconds),
        // The directory of grains says so while silos come and go; a bug has a type of its own.
        OrleansException when fault.GetType() == typeof(OrleansException) =>
            Problems.OutcomeUnknown.Occurs().RetryAfter(SoonSeconds),
        _ => null,
    };
}
