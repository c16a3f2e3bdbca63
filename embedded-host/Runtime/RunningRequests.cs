namespace Ticketing.EmbeddedHost;

/// <summary>Requests that have started and wait for something. Changed in turns of their activation only.</summary>
internal sealed class RunningRequests
{
    public Request? Youngest { get; private set; }

    public void Add(Request request)
    {
        request.RunningAfter = Youngest;
        if (Youngest is not null)
            Youngest.RunningBefore = request;
        Youngest = request;
    }

    public void Remove(Request request)
    {
        if (request.RunningBefore is null)
            Youngest = request.RunningAfter;
        else
            request.RunningBefore.RunningAfter = request.RunningAfter;
        if (request.RunningAfter is not null)
            request.RunningAfter.RunningBefore = request.RunningBefore;
    }
}
