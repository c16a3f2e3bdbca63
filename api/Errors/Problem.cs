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

    /// <summary>Null when the answer says nothing about when to try again.</summary>
    public int? RetryAfterSeconds { get; private set; }

    /// <summary>Says what is particular about this occurrence.</summary>
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
        return response.WriteAsJsonAsync(
            new ProblemDetails
            {
                Type = type.Uri,
                Title = type.Title,
                Status = type.Status,
                Detail = detail ?? type.Advice,
                Extensions = members,
            },
            options: null,
            MediaTypeNames.Application.ProblemJson,
            httpContext.RequestAborted);
    }
}
