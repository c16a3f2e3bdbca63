namespace Ticketing.Api;

/// <summary>
/// The bounds in which an open stream of a page counts: it is a stream of its place in the queue, if it follows one,
/// and a stream of the map, if it follows the map or no place. Streams of only one of these have the same bounds.
/// </summary>
internal sealed class LiveLeases : IDisposable
{
    private const int TooManySeconds = 10;

    private readonly List<Action> releases = [];

    /// <summary>Null when everything is leased; else the refusal, and nothing may be opened.</summary>
    public async Task<Problem?> TakeAsync(HttpContext context, LiveWish wish)
    {
        var services = context.RequestServices;
        if (wish.Ticket is { } ticket)
        {
            var places = services.GetRequiredService<OpenPlaces>();
            if (!places.TryOpen(ticket.Key))
                return Problems.TooManyRequests.Occurs().RetryAfter(TooManySeconds);
            releases.Add(() => places.Close(ticket.Key));
            if (!await EnterAsync(WorkKind.Stream, context))
                return WorkLimits.Refusal();
        }

        if (!wish.IsOfMap)
            return null;
        var (maps, client) = (services.GetRequiredService<OpenMaps>(), ClientRates.AddressOf(context));
        if (!maps.TryOpen(client))
            return Problems.TooManyRequests.Occurs().RetryAfter(TooManySeconds);
        releases.Add(() => maps.Close(client));
        return await EnterAsync(WorkKind.MapStream, context) ? null : WorkLimits.Refusal();
    }

    public void Dispose()
    {
        foreach (var release in releases)
            release();
    }

    private async Task<bool> EnterAsync(WorkKind kind, HttpContext context)
    {
        var gate = context.RequestServices.GetRequiredService<WorkGate>();
        var lease = await gate.EnterAsync(kind, context.RequestAborted);
        releases.Add(lease.Dispose);
        return lease.IsAcquired;
    }
}
