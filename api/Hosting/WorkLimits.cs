namespace Ticketing.Api;

internal static class WorkLimits
{
    private const int RetryAfterSeconds = 1;

    /// <summary>
    /// Counts requests as work of this kind, and lets only so many run at once. The place is taken by a filter and not
    /// by middleware: a filter runs when the body has been read, so that no slow connection can hold a place.
    /// </summary>
    public static TBuilder Is<TBuilder>(this TBuilder endpoint, WorkKind kind)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new WorkNote(kind)).AddEndpointFilter((context, next) => RunAsync(kind, context, next));

    public static Problem Refusal() => Problems.Overloaded.Occurs().RetryAfter(RetryAfterSeconds);

    private static async ValueTask<object?> RunAsync(
        WorkKind kind, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var gate = http.RequestServices.GetRequiredService<WorkGate>();
        using var place = await gate.EnterAsync(kind, http.RequestAborted);
        return place.IsAcquired ? await next(context) : Refusal();
    }
}
