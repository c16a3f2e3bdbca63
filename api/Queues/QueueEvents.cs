using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>
/// Sends the state of a fan's place as server-sent events, whenever it has changed, until the place has ended. When
/// polling would be refused from now on, for example because the queue was switched off, the last event is 'refused'
/// with the problem. A fan with an open stream is present, so the turn is taken the moment it comes, unless the stream
/// only looks. The number of streams is bounded.
/// </summary>
/// <param name="enters">Whether the turn is taken when it comes.</param>
internal sealed class QueueEvents(QueueTicket ticket, bool enters) : IResult
{
    private const int TooManySeconds = 10;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var open = httpContext.RequestServices.GetRequiredService<OpenPlaces>();
        if (!open.TryOpen(ticket.Key))
        {
            await Problems.TooManyRequests.Occurs().RetryAfter(TooManySeconds).ExecuteAsync(httpContext);
            return;
        }

        try
        {
            await OpenAsync(httpContext);
        }
        finally
        {
            open.Close(ticket.Key);
        }
    }

    private async Task OpenAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        using var place = await services.GetRequiredService<WorkGate>()
            .EnterAsync(WorkKind.Stream, httpContext.RequestAborted);
        if (!place.IsAcquired)
        {
            await WorkLimits.Refusal().ExecuteAsync(httpContext);
            return;
        }

        var looks = services.GetRequiredService<QueueLooks>();
        var look = await looks.LookAsync(ticket, enters);
        if (look.Problem is { } problem)
        {
            await problem.ExecuteAsync(httpContext);
            return;
        }

        if (!EventStreamHead.Begin(httpContext))
            return;
        using var until = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted,
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            await TellAsync(httpContext, looks, look, until.Token);
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // The fan disconnected, or the process stops. The client reconnects by itself, perhaps to another process.
        }
    }

    private async Task TellAsync(HttpContext context, QueueLooks looks, QueueLook look, CancellationToken until)
    {
        var (services, response) = (context.RequestServices, context.Response);
        var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var time = services.GetRequiredService<TimeProvider>();
        var told = new ToldPlace(time);
        var toldAt = time.GetTimestamp();
        await SendAsync(EventStreamHead.Retry());
        while (true)
        {
            if (look.Body is { } body && told.IsNews(body))
            {
                await SendAsync($"event: {look.EventName}\ndata: {JsonSerializer.Serialize(body, json)}\n\n");
            }
            else if (look.Problem is { } problem)
            {
                // Without an event a page could not tell a queue that was switched off from a lost connection.
                await SendAsync(
                    $"event: refused\ndata: {JsonSerializer.Serialize(problem.ToDetails(), json)}\n\n");
            }
            else if (time.GetElapsedTime(toldAt) > Heartbeat)
            {
                await SendAsync(":\n\n");
            }

            if (look.IsLast)
                return;
            await Task.Delay(look.IntervalAt(time.GetUtcNow()), time, until);
            try
            {
                look = await looks.LookAsync(ticket, enters);
            }
            catch (Exception e) when (Faults.Explain(e) is not null)
            {
                // The fault is transient: were the stream closed, all clients would reconnect at once.
                await SendAsync(": not seen just now\n\n");
            }
        }

        async Task SendAsync(string text)
        {
            await response.WriteAsync(text, until);
            await response.Body.FlushAsync(until);
            toldAt = time.GetTimestamp();
        }
    }
}

/// <summary>Bounds the open streams of the same place in a queue: one for each device of a fan.</summary>
internal sealed class OpenPlaces(IOptions<ApiOptions> options)
    : OpenStreams<(Guid ScheduleId, long Number)>(options.Value.Concurrency, bounds => bounds.StreamsPerPlace);
