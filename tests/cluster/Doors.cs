namespace Ticketing.Tests.Orleans;

/// <summary>
/// Sends each request to one of the api processes in turn, as a load balancer does. A closed one gets no more requests.
/// </summary>
internal sealed class Doors() : DelegatingHandler(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
{
    private readonly Lock gate = new();
    private Uri[] open = [];
    private int next;

    public void Open(Uri door)
    {
        lock (gate) open = [.. open, door];
    }

    public void Close(Uri door)
    {
        lock (gate) open = [.. open.Where(other => other != door)];
    }

    /// <summary>A client that sends to the api processes through this handler.</summary>
    public HttpClient Connect() =>
        new(this, disposeHandler: true)
        {
            BaseAddress = new Uri("http://doors/api/v1/"),
            Timeout = TimeSpan.FromSeconds(40),
        };

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(Next(), request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }

    private Uri Next()
    {
        lock (gate) return open[next++ % open.Length];
    }
}
