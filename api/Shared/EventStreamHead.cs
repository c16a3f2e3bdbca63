using System.Net.Mime;

namespace Ticketing.Api;

/// <summary>The beginning of every response with server-sent events.</summary>
internal static class EventStreamHead
{
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(3);

    /// <summary>Sets the headers. False when the client asked for nothing else (HEAD): end the response then.</summary>
    public static bool Begin(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = MediaTypeNames.Text.EventStream;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would collect events before it passes them on
        return !context.IsHead();
    }

    /// <summary>The line after which clients that lose the connection come back at different times.</summary>
    public static string Retry() => $"retry: {(int)Jitter.Of(Reconnection).TotalMilliseconds}\n\n";
}
