using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ticketing.Api;

/// <summary>The pages that the <c>type</c> of a problem leads to.</summary>
internal static class ProblemEndpoints
{
    public static void MapProblems(this IEndpointRouteBuilder site)
    {
        var problems = site.MapGroup("/problems").WithTags("Problems");
        problems.MapGet("/", List)
            .WithSummary("Every type of problem that this API answers")
            .Produces<ProblemTypeBody[]>(200, MediaTypeNames.Application.Json, MediaTypeNames.Text.Html);
        problems.MapGet("/{name}", Get)
            .WithSummary("What a type of problem means, and what to do about it")
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
