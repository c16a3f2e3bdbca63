using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>The things that a page follows by its stream.</summary>
/// <param name="Map">Whether it shows the seat map.</param>
/// <param name="Ticket">The place in the queue that it shows, if any.</param>
/// <param name="FanId">The fan, when signed in.</param>
/// <param name="LastEventId">The version of the map that it has; empty without one.</param>
internal sealed record LiveWish(bool Map, QueueTicket? Ticket, Guid? FanId, string LastEventId)
{
    /// <summary>
    /// Whether the stream follows the map, for its seats or for the fan's reservations. Pages that wait in the queue do
    /// not: there are many of them, and a fan who waits holds nothing that could change.
    /// </summary>
    public bool IsOfMap => Map || Ticket is null;
}

/// <summary>
/// Everything that a page shows of a schedule, as one stream: browsers open six connections to a site at most. Each
/// source runs on its own, so that a slow one delays no other; a slow reader misses versions of the map, never changes.
/// </summary>
internal sealed class LiveEvents(Guid scheduleId, LiveWish wish) : IResult
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(2);

    /// <summary>When a map was drawn again, the pages of all fans read their reservations within this time.</summary>
    private static readonly TimeSpan HintSpread = TimeSpan.FromSeconds(10);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var leases = new LiveLeases();
        if (await leases.TakeAsync(httpContext, wish) is { } refusal)
            await refusal.ExecuteAsync(httpContext);
        else if (EventStreamHead.Begin(httpContext))
            await OpenAsync(httpContext, httpContext.RequestServices);
    }

    private async Task OpenAsync(HttpContext context, IServiceProvider services)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        using var events = new EventWriter(context.Response, json, until.Token);
        var time = services.GetRequiredService<TimeProvider>();
        try
        {
            await events.BeginAsync();
            List<Task> sources = [RunAsync(TellTimeAsync(events, time, until.Token), until)];
            var board = services.GetRequiredService<SeatMapCache>();
            if (wish.Map)
                sources.Add(RunAsync(FollowMapAsync(events, board, until.Token), until));
            if (wish is { FanId: { } fan, IsOfMap: true })
                sources.Add(RunAsync(FollowReservationsAsync(events, board, fan, time, until.Token), until));
            if (wish.Ticket is { } ticket)
            {
                var looks = services.GetRequiredService<QueueLooks>();
                sources.Add(RunAsync(FollowPlaceAsync(events, looks, ticket, time, until.Token), until));
            }

            await Task.WhenAll(sources);
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // The client disconnected, or the process stops. The client reconnects by itself, perhaps elsewhere.
        }
    }

    /// <summary>A source that fails ends the others, whose cancellation <c>WhenAll</c> then does not throw.</summary>
    private static async Task RunAsync(Task source, CancellationTokenSource until)
    {
        try
        {
            await source;
        }
        catch
        {
            await until.CancelAsync();
            throw;
        }
    }

    /// <summary>Also shows the client that the connection is alive.</summary>
    private static async Task TellTimeAsync(EventWriter events, TimeProvider time, CancellationToken until)
    {
        while (true)
        {
            await events.SendBodyAsync("time", new TimeBody(time.GetUtcNow()));
            await Task.Delay(Heartbeat, time, until);
        }
    }

    private async Task FollowMapAsync(EventWriter events, SeatMapCache board, CancellationToken until)
    {
        using var watch = board.Watch(scheduleId);
        var told = wish.LastEventId;
        SentSeatMap? shown = null;
        for (var map = await FirstAsync(board, watch, until); ; map = await watch.AfterAsync(map).WaitAsync(until))
        {
            if (map.Version == told || map.LooksLike(shown) || map.ByIndex is not { } form)
                continue;
            var changes = form.ChangesSince(told);
            await events.SendAsync(changes is null ? "map" : "changes", changes ?? form.Whole, map.Version);
            (told, shown) = (map.Version, map);
        }
    }

    /// <summary>
    /// The first hint is sent at once: a page may have read its reservations before the stream was open.
    /// </summary>
    private async Task FollowReservationsAsync(
        EventWriter events, SeatMapCache board, Guid fan, TimeProvider time, CancellationToken until)
    {
        using var watch = board.Watch(scheduleId);
        var known = await FirstAsync(board, watch, until);
        await events.SendBodyAsync("reservations", new TimeBody(time.GetUtcNow()));
        while (true)
        {
            var map = await watch.AfterAsync(known).WaitAsync(until);
            var concerns = map.Concerns(fan, known);
            known = map;
            if (concerns is false)
                continue;
            if (concerns is null)
                await Task.Delay(HintSpread * Random.Shared.NextDouble(), time, until);
            await events.SendBodyAsync("reservations", new TimeBody(time.GetUtcNow()));
        }
    }

    /// <summary>The map as it is known now; while it cannot be read, the next one that can.</summary>
    private async Task<SentSeatMap> FirstAsync(SeatMapCache board, SeatMapWatch watch, CancellationToken until)
    {
        try
        {
            if (await board.GetAsync(scheduleId) is { } map)
                return map;
        }
        catch (Exception fault) when (Faults.Explain(fault) is not null)
        {
            // The watch looks again.
        }

        return await watch.AfterAsync(null).WaitAsync(until);
    }

    /// <summary>Only looks: the turn is taken by a request, when the fan says so.</summary>
    private static async Task FollowPlaceAsync(
        EventWriter events, QueueLooks looks, QueueTicket ticket, TimeProvider time, CancellationToken until)
    {
        var told = new ToldPlace(time);
        while (true)
        {
            var found = await LookAsync();
            if (found is { Problem: { } problem })
            {
                await events.SendBodyAsync("refused", problem.ToDetails());
                return;
            }

            if (found is { Body: { } body } look && told.IsNews(body))
                await events.SendBodyAsync(look.IsLast ? "place-ended" : "place", body);

            if (found is { IsLast: true })
                return;
            await Task.Delay(found?.IntervalAt(time.GetUtcNow()) ?? Jitter.Of(FaultPause), time, until);
        }

        async Task<QueueLook?> LookAsync()
        {
            try
            {
                return await looks.LookAsync(ticket, enters: false);
            }
            catch (Exception fault) when (Faults.Explain(fault) is not null)
            {
                return null; // transient: were the stream closed, all clients would reconnect at once
            }
        }
    }
}

/// <summary>The data of the events 'time' and 'reservations'.</summary>
/// <param name="Now">The time of the server.</param>
internal sealed record TimeBody(DateTimeOffset Now);
