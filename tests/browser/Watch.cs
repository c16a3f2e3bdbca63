using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Ticketing.Tests.Pages;

/// <summary>Notes what no page may ever do.</summary>
internal sealed class Watch(Uri origin)
{
    /// <summary>
    /// Chromium itself writes each answer of 400 and more, and each connection that fails, to the console. The API
    /// refuses in many tests, and some kill the server; the pages are judged by how they show that.
    /// </summary>
    private const string RefusedByServer = "Failed to load resource:";

    private readonly ConcurrentQueue<string> findings = new();

    public IEnumerable<string> Findings => findings.Distinct();

    public async Task BeginAsync(IBrowserContext context)
    {
        context.Request += (_, request) => CheckOrigin(request.Url);
        context.Console += (_, message) => CheckMessage(message);
        context.WebError += (_, error) => findings.Enqueue($"uncaught in {error.Page?.Url}: {error.Error}");
        await context.ExposeBindingAsync<string>(
            "reportViolation",
            (source, text) => findings.Enqueue($"content security policy, {source.Page.Url}: {text}"));
        await context.AddInitScriptAsync(
            """
            addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
              reportViolation([violatedDirective, blockedURI, sourceFile, lineNumber].join(' ')));
            """);
    }

    public void Add(string finding) => findings.Enqueue(finding);

    private void CheckOrigin(string url)
    {
        var address = new Uri(url);
        var isOwn = address.Scheme is "data" or "blob" or "about"
            || address.GetLeftPart(UriPartial.Authority) == origin.GetLeftPart(UriPartial.Authority);
        if (!isOwn)
            findings.Enqueue($"a request to another origin: {url}");
    }

    private void CheckMessage(IConsoleMessage message)
    {
        var isRefusal = message.Text.StartsWith(RefusedByServer, StringComparison.Ordinal)
            && message.Location.Contains("/api/v1/", StringComparison.Ordinal);
        if (message.Type is "error" or "assert" && !isRefusal)
            findings.Enqueue($"console of {message.Page?.Url}: {message.Text} ({message.Location})");
    }
}
