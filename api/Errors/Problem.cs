using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;

namespace Ticketing.Api;

/// <summary>One occurrence of a problem, as the answer to a request (RFC 9457).</summary>
public sealed class Problem(ProblemType type) : IResult
{
    private readonly Dictionary<string, object?> members = [];
    private string? detail;

    public ProblemType Type => type;

    /// <summary>Null when the response has no Retry-After.</summary>
    public int? RetryAfterSeconds { get; private set; }

    /// <summary>Sets the detail of this occurrence.</summary>
    public Problem Because(string explanation)
    {
        detail = explanation;
        return this;
    }

    /// <summary>Adds an extension member.</summary>
    public Problem With(string name, object? value)
    {
        members[name] = value;
        return this;
    }

    public Problem RetryAfter(int seconds)
    {
        RetryAfterSeconds = seconds;
        return this;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.RequestServices.GetRequiredService<ApiMeters>().Refused(type);
        var response = httpContext.Response;
        response.StatusCode = type.Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.ETag = default;
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        // Without a token, a client that has closed the connection ends the write in silence. With the request's own
        // token that would be an exception, which the exception handler logs as a failure of this process.
        return response.WriteAsJsonAsync(ToDetails(), options: null, MediaTypeNames.Application.ProblemJson);
    }

    public ProblemDetails ToDetails() => new()
    {
        Type = type.Uri,
        Title = type.Title,
        Status = type.Status,
        Detail = detail ?? type.Advice,
        Extensions = members,
    };
}

/// <summary>A kind of problem. Name and status are part of the API and do not change.</summary>
/// <param name="Title">States the problem, the same for every occurrence.</param>
/// <param name="Advice">How the client can solve it.</param>
public sealed record ProblemType(string Name, int Status, string Title, string Advice)
{
    /// <summary>The <c>type</c> of RFC 9457: a reference that resolves under this site.</summary>
    public string Uri => $"/problems/{Name}";
}

internal static class ProblemTypeExtensions
{
    public static Problem Occurs(this ProblemType type) => new(type);

    public static Problem Because(this ProblemType type, string explanation) => new Problem(type).Because(explanation);

    public static Problem With(this ProblemType type, string member, object? value) =>
        new Problem(type).With(member, value);

    public static Problem With(this ProblemType type, IEnumerable<FieldProblem> errors) =>
        new Problem(type).With("errors", errors.ToArray());

    public static Problem At(this ProblemType type, string field, string message) =>
        type.With([new FieldProblem(field, message)]);
}
