using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;

namespace Ticketing.Api;

/// <summary>Turns exceptions into problems. Bugs are logged as errors, other faults at debug level.</summary>
internal sealed class FaultHandler(ILogger<FaultHandler> logger, IHostApplicationLifetime lifetime) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Faults.Explain(exception) ?? ExplainStop(exception);
        if (problem is null)
        {
            var traceId = Activity.Current?.Id ?? httpContext.TraceIdentifier;
            ApiLog.Bug(logger, exception, httpContext.Request.Method, httpContext.Request.Path, traceId);
            problem = Problems.InternalError.With("traceId", traceId);
        }
        else if (problem.Type.Status >= StatusCodes.Status500InternalServerError)
        {
            ApiLog.Unavailable(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>
    /// A request that runs longer than the shutdown timeout finds Orleans' client or the data source disposed. Another
    /// process answers its retry. At any other time the same exception is a bug.
    /// </summary>
    private Problem? ExplainStop(Exception exception) =>
        exception is ObjectDisposedException && lifetime.ApplicationStopping.IsCancellationRequested
            ? Faults.Answer(FaultKind.OutcomeUnknown)
            : null;
}

/// <summary>Adds a body to the status codes that the framework answers without one.</summary>
internal static class BareStatus
{
    private const int RetryAfterSeconds = 1;

    public static Task ExplainAsync(StatusCodeContext context)
    {
        var problem = Problems.OfStatus(context.HttpContext.Response.StatusCode).Occurs();
        if (problem.Type.Status is StatusCodes.Status503ServiceUnavailable)
            problem.RetryAfter(RetryAfterSeconds);
        return problem.ExecuteAsync(context.HttpContext);
    }
}

/// <summary>
/// Explains where and how a JSON body is wrong, in terms of the API: the serializer's own texts name .NET types. Only
/// the serializer's message distinguishes the kinds of faults; a test pins those messages.
/// </summary>
internal static partial class JsonFaults
{
    private const string DefaultMessage = "The value has the wrong type, is out of range, or may not be null.";

    public static FieldProblem[] Explain(JsonException fault)
    {
        var path = PricePath().Replace(fault.Path ?? "$", "$$.prices['$1']");
        if (fault is InvalidValueException)
            return [new FieldProblem(path, fault.Message)];
        if (fault.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return [new FieldProblem(path, UnknownMembers.Explain(fault.Message))];
        if (fault.Message.StartsWith("Duplicate", StringComparison.Ordinal))
            return [new FieldProblem(path, "The member is given twice.")];
        if (fault.InnerException is JsonException syntax)
            return [new FieldProblem(path, $"The JSON is not well formed at {PlaceOf(syntax)}.")];
        var missing = fault.Message.Split("missing required properties including:");
        return missing.Length == 2
            ? [.. QuotedNames().Matches(missing[1])
                .Select(name => new FieldProblem($"{path}.{name.Groups[1].Value}", "The member is missing."))]
            : [new FieldProblem(path, DefaultMessage)];
    }

    private static string PlaceOf(JsonException syntax) =>
        $"line {(syntax.LineNumber ?? 0) + 1}, byte {(syntax.BytePositionInLine ?? 0) + 1}";

    /// <summary>The serializer quotes names only when it must; here, category names are always quoted.</summary>
    [GeneratedRegex(@"^\$\.prices\.(.+)$", RegexOptions.Singleline)]
    private static partial Regex PricePath();

    [GeneratedRegex("'([A-Za-z]+)'")]
    private static partial Regex QuotedNames();
}
