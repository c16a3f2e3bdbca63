using System.Net;
using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ticketing.Api;

/// <summary>The pages that the <c>type</c> of a problem links to.</summary>
internal static class ProblemEndpoints
{
    public static void MapProblems(this IEndpointRouteBuilder site)
    {
        var problems = site.MapGroup("/problems").WithTags("Problems");
        problems.MapGet("/", List)
            .WithSummary("Every type of problem that this API returns")
            .Produces<ProblemTypeBody[]>(200, MediaTypeNames.Application.Json, MediaTypeNames.Text.Html);
        problems.MapGet("/{name}", Get)
            .WithSummary("The meaning of a type of problem, and how to solve it")
            .Produces<ProblemTypeBody>(200, MediaTypeNames.Application.Json, MediaTypeNames.Text.Html)
            .Answers(Problems.NotFound);
    }

    private static IResult List(HttpRequest request) => AsksForPage(request)
        ? Page(ProblemPages.List(Problems.All))
        : TypedResults.Ok(Problems.All.Select(ProblemTypeBody.Of).ToArray());

    private static IResult Get(string name, HttpRequest request)
    {
        if (Problems.All.FirstOrDefault(problem => problem.Name == name) is not { } type)
            return Problems.NotFound.Occurs();
        return AsksForPage(request)
            ? Page(ProblemPages.One(type))
            : TypedResults.Ok(ProblemTypeBody.Of(type));
    }

    private static bool AsksForPage(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase);

    private static ContentHttpResult Page(string html) =>
        TypedResults.Content(html, MediaTypeNames.Text.Html + "; charset=utf-8");
}

/// <summary>The types of problems as HTML pages.</summary>
internal static class ProblemPages
{
    public static string List(IEnumerable<ProblemType> types) => Page(
        "Problems",
        $"""
        <h1>Problems, and what to do about them</h1>
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

/// <summary>A type of problem.</summary>
/// <param name="Type">The <c>type</c> member of problems of this kind.</param>
/// <param name="Advice">How to solve it.</param>
public sealed record ProblemTypeBody(string Type, int Status, string Title, string Advice)
{
    public static ProblemTypeBody Of(ProblemType type) => new(type.Uri, type.Status, type.Title, type.Advice);
}
