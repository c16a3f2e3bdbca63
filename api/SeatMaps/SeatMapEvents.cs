using System.Text;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>
/// The seat map as server-sent events: 'map', the whole, then 'changes'. A client that reconnects with
/// <c>Last-Event-ID</c> gets the changes since then, if they are known. A slow reader misses versions, never changes.
/// </summary>
/// <param name="byIndex">Whether seats are named by index instead of by id.</param>
internal sealed class SeatMapEvents(Guid scheduleId, bool byIndex) : IResult
{
    private const string LastEventId = "Last-Event-ID";
    private const int TooManySeconds = 10;
    private const int PlanRetrySeconds = 1;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var open = services.GetRequiredService<OpenMaps>();
        var client = ClientRates.AddressOf(httpContext);
        if (!open.TryOpen(client))
        {
            await Problems.TooManyRequests.Occurs().RetryAfter(TooManySeconds).ExecuteAsync(httpContext);
            return;
        }

        try
        {
            using var place = await services.GetRequiredService<WorkGate>()
                .EnterAsync(WorkKind.MapStream, httpContext.RequestAborted);
            if (place.IsAcquired)
                await OpenAsync(httpContext, services);
            else
                await WorkLimits.Refusal().ExecuteAsync(httpContext);
        }
        finally
        {
            open.Close(client);
        }
    }

    private async Task OpenAsync(HttpContext context, IServiceProvider services)
    {
        var board = services.GetRequiredService<SeatMapCache>();
        using var watch = board.Watch(scheduleId);
        if (await board.GetAsync(scheduleId) is not { } map)
        {
            await Problems.NotFound.Occurs().ExecuteAsync(context);
            return;
        }

        if (FormOf(map) is null)
        {
            await Problems.StoreUnavailable.Occurs().RetryAfter(PlanRetrySeconds).ExecuteAsync(context);
            return;
        }

        if (!EventStreamHead.Begin(context))
            return;
        using var until = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            await TellAsync(context, watch, map, services.GetRequiredService<TimeProvider>(), until.Token);
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // The client disconnected, or the process stops. The client reconnects by itself, perhaps elsewhere.
        }
    }

    private SentForm? FormOf(SentSeatMap map) => byIndex ? map.ByIndex : map.ById;

    private async Task TellAsync(
        HttpContext context, SeatMapWatch watch, SentSeatMap map, TimeProvider time, CancellationToken until)
    {
        var body = context.Response.Body;
        var told = context.Request.Headers[LastEventId].ToString();
        SentSeatMap? shown = null;
        await SendAsync(EventStreamHead.Retry());
        while (true)
        {
            if (map.Version != told && !map.LooksLike(shown) && FormOf(map) is { } form)
            {
                await SendMapAsync(map.Version, form);
                shown = map;
            }

            try
            {
                map = await watch.AfterAsync(map).WaitAsync(Heartbeat, time, until);
            }
            catch (TimeoutException)
            {
                await SendAsync(":\n\n");
            }
        }

        async Task SendMapAsync(string version, SentForm form)
        {
            var changes = form.ChangesSince(told);
            var name = changes is null ? "map" : "changes";
            await body.WriteAsync(Encoding.UTF8.GetBytes($"id: {version}\nevent: {name}\ndata: "), until);
            await body.WriteAsync(changes ?? form.Whole, until);
            await SendAsync("\n\n");
            told = version;
        }

        async Task SendAsync(string text)
        {
            await body.WriteAsync(Encoding.UTF8.GetBytes(text), until);
            await body.FlushAsync(until);
        }
    }
}

/// <summary>Bounds the open streams of seat maps of one address; many fans may share one.</summary>
internal sealed class OpenMaps(IOptions<ApiOptions> options)
    : OpenStreams<string>(options.Value.Concurrency, bounds => bounds.MapStreamsPerAddress);
