using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ticketing.Tests.Processes;

/// <summary>A receiver of webhooks that sometimes answers 500, sometimes after it has accepted the event.</summary>
internal sealed class FlakyReceiver : IAsyncDisposable
{
    private const int OneFailsIn = 200;

    private readonly ConcurrentDictionary<string, ConcurrentQueue<(string EventId, Guid Reservation, long Version)>>
        received = [];
    private readonly WebApplication app;
    private int failed;

    private FlakyReceiver(WebApplication app) => this.app = app;

    public int Failed => failed;

    public static async Task<FlakyReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new FlakyReceiver(builder.Build());
        receiver.app.MapPost("/{target}", receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    public string AddressOf(string target) => $"{app.Urls.First()}/{target}";

    public (string EventId, Guid Reservation, long Version)[] ReceivedBy(string target) =>
        received.TryGetValue(target, out var all) ? [.. all] : [];

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> TakeAsync(string target, HttpRequest request)
    {
        var dice = Random.Shared.Next(2 * OneFailsIn);
        if (dice < 2) Interlocked.Increment(ref failed);
        if (dice == 0) return Results.StatusCode(500);
        var data = (await JsonNode.ParseAsync(request.Body))!["data"]!;
        received.GetOrAdd(target, _ => []).Enqueue(
            (request.Headers["webhook-id"].ToString(), (Guid)data["reservationId"]!, (long)data["version"]!));
        return dice == 1 ? Results.StatusCode(500) : Results.Ok();
    }
}
