using System.Net;

namespace Ticketing.Api;

/// <summary>The types of problems for people.</summary>
internal static class ProblemPages
{
    public static string List(IEnumerable<ProblemType> types) => Page(
        "What can go wrong",
        $"""
        <h1>What can go wrong, and what to do about it</h1>
        <ul>{string.Concat(types.Select(Item))}</ul>
        """);

    public static string One(ProblemType type) => Page(
        type.Name,
        $"""
        <h1>{WebUtility.HtmlEncode(type.Title)}</h1>
        <p>Status {type.Status}, type <code>{type.Uri}</code></p>
        <p>{WebUtility.HtmlEncode(type.Advice)}</p>
        <p><a href="/problems">All problems</a></p>
        """);

    private static string Item(ProblemType type) =>
        $"""<li>{type.Status} <a href="{type.Uri}">{type.Name}</a>: {WebUtility.HtmlEncode(type.Title)}</li>""";

    private static string Page(string title, string content) =>
        $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>{title}</title>
        <link rel="stylesheet" href="/site.css"></head>
        <body><main><p><a href="/">OrleansTicketing</a></p>
        {content}</main></body></html>
        """;
}
