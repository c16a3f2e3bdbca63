using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ticketing.Tests.PostProcessing;

/// <summary>An endpoint for webhooks, which answers as a test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly List<ReceivedWebhook> received = [];

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(ReceiveAsync);
    }

    public string Address => app.Urls.Single();

    /// <summary>All webhooks in order of arrival, accepted or not.</summary>
    public IReadOnlyList<ReceivedWebhook> Received
    {
        get
        {
            lock (received)
                return [.. received];
        }
    }

    /// <summary>The status for the n-th webhook, from 0; below 0, it never answers.</summary>
    public Func<int, ReceivedWebhook, int> Answer { get; set; } = (_, _) => StatusCodes.Status204NoContent;

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver.app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var request = context.Request;
        var webhook = new ReceivedWebhook(
            request.Method, request.Path, request.Headers["webhook-id"]!, request.Headers["webhook-timestamp"]!,
            request.Headers["webhook-signature"]!, request.ContentType, await reader.ReadToEndAsync());
        int number;
        lock (received)
        {
            number = received.Count;
            received.Add(webhook);
        }

        context.Response.Headers.Location = "/elsewhere";
        var status = Answer(number, webhook);
        if (status < 0) await Task.Delay(Timeout.Infinite, context.RequestAborted);
        context.Response.StatusCode = status;
    }
}
