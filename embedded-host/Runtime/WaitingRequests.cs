namespace Ticketing.EmbeddedHost;

/// <summary>
/// Requests that an activation has taken and not started, in the order they came. Changed in its turns only.
/// </summary>
internal sealed class WaitingRequests
{
    private Request? youngest;
    private int readOnly;
    private int interleaving;

    public Request? Oldest { get; private set; }

    public int Count { get; private set; }

    public void Add(Request request)
    {
        request.Next = null;
        if (youngest is null)
            Oldest = request;
        else
            youngest.Next = request;
        youngest = request;
        Tally(request, 1);
    }

    public void Remove(Request? before, Request request)
    {
        if (before is null)
            Oldest = (Request?)request.Next;
        else
            before.Next = request.Next;
        if (ReferenceEquals(youngest, request))
            youngest = before;
        request.Next = null;
        Tally(request, -1);
    }

    /// <summary>Whether it can pay to look behind a request that may not start.</summary>
    public bool MayOvertake(bool readersRun) => interleaving > 0 || (readersRun && readOnly > 0);

    public List<Request> TakeAll()
    {
        var all = new List<Request>(Count);
        while (Oldest is { } request)
        {
            Remove(null, request);
            all.Add(request);
        }

        return all;
    }

    private void Tally(Request request, int sign)
    {
        Count += sign;
        if (request.ReadOnly)
            readOnly += sign;
        if (request.Interleaves)
            interleaving += sign;
    }
}
