using Ticketing.Reservations;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// Makes the next call of Reserve fail, before it reaches the grain or after the grain has done its work.
/// </summary>
internal sealed class CallTrouble : IOutgoingGrainCallFilter
{
    private Exception? before;
    private Exception? after;

    public void FailNext(Exception fault, bool afterTheWork)
    {
        before = afterTheWork ? null : fault;
        after = afterTheWork ? fault : null;
    }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var isReserve = context.InterfaceMethod.DeclaringType == typeof(IReservationGrain)
            && context.MethodName == nameof(IReservationGrain.Reserve);
        if (isReserve && Interlocked.Exchange(ref before, null) is { } unsent) throw unsent;
        await context.Invoke();
        if (isReserve && Interlocked.Exchange(ref after, null) is { } unanswered) throw unanswered;
    }
}
