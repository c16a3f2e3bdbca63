using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>
/// Tells a fan by server-sent events where the place stands, whenever that has changed, until it has ended. Who keeps
/// the stream open is here: the turn is taken the moment it comes. Only so many streams at once.
/// </summary>
internal sealed class QueueEvents(QueueTicket ticket) : IResult
{
    private const int TooManySeconds = 10;
    private const int NearAhead = 500;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan NearInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FarInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(3);

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
        var look = await looks.LookAsync(ticket);
        if (look.Problem is { } problem)
        {
            await problem.ExecuteAsync(httpContext);
            return;
        }

        httpContext.Response.ContentType = MediaTypeNames.Text.EventStream;
        httpContext.Response.Headers.CacheControl = "no-store";
        using var until = CancellationTokenSource.CreateLinkedTokenSource(
            httpContext.RequestAborted,
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        try
        {
            await TellAsync(httpContext, looks, look, until.Token);
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // The fan went away, or the process stops: the client comes back by itself, perhaps to another one.
        }
    }

    private async Task TellAsync(HttpContext context, QueueLooks looks, QueueLook look, CancellationToken until)
    {
        var (services, response) = (context.RequestServices, context.Response);
        var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var time = services.GetRequiredService<TimeProvider>();
        QueueTokenBody? told = null;
        var toldAt = time.GetTimestamp();
        await SendAsync($"retry: {(int)Jitter.Of(Reconnection).TotalMilliseconds}\n\n");
        while (true)
        {
            if (look.Body is { } body && body != told)
            {
                await SendAsync($"event: {NameOf(look)}\ndata: {JsonSerializer.Serialize(body, json)}\n\n");
                told = body;
            }
            else if (time.GetElapsedTime(toldAt) > Heartbeat)
            {
                await SendAsync(":\n\n");
            }

            if (look.IsLast)
                return;
            await Task.Delay(IntervalOf(look, time.GetUtcNow()), time, until);
            try
            {
                look = await looks.LookAsync(ticket);
            }
            catch (Exception e) when (Faults.Explain(e) is not null)
            {
                // It passes: were the stream closed, everybody would come back at once.
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

    private static string NameOf(QueueLook look) => look switch
    {
        { IsLast: true } => "ended",
        { Body.Status: QueueTokenStatus.Active } => "active",
        _ => "waiting",
    };

    /// <summary>Who is near to the front hears of every step, who is far of some, who is active of the end.</summary>
    private static TimeSpan IntervalOf(QueueLook look, DateTimeOffset now)
    {
        var asked = TimeSpan.FromSeconds(look.RetryAfterSeconds);
        var isNear = look.RetryAfterSeconds <= 1 || look.Body is { Ahead: < NearAhead };
        var wanted = isNear ? NearInterval : asked < FarInterval ? asked : FarInterval;
        var interval = Jitter.Of(wanted);
        if (look.Body?.ActiveUntil - now is not { } left || left > interval)
            return interval;
        return left > NearInterval ? left : NearInterval;
    }
}
