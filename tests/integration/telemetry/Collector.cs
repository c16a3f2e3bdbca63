using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ticketing.Tests.Telemetry;

/// <summary>A collector that takes OTLP over HTTP and keeps what it was sent.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> sent = [];

    private Collector(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var collector = new Collector(app);
        app.Run(collector.TakeAsync);
        await app.StartAsync();
        return collector;
    }

    /// <summary>Until something that was sent to this path has all these words in it.</summary>
    public async Task UntilAsync(string path, params string[] words)
    {
        for (var end = DateTime.UtcNow + Patience; ; await Task.Delay(100))
        {
            var all = string.Join('\n', sent.GetValueOrDefault(path) ?? []);
            var missing = words.Where(word => !all.Contains(word, StringComparison.Ordinal)).ToArray();
            if (missing.Length == 0) return;
            Assert.True(DateTime.UtcNow < end, $"{path} was not sent: {string.Join(", ", missing)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Texts stand in protobuf as they are.</summary>
    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        sent.GetOrAdd(context.Request.Path, _ => []).Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
