namespace Ticketing.Api;

/// <summary>Answers HEAD like GET; Kestrel, which knows what was asked for, leaves the body out.</summary>
internal static class HeadRequests
{
    public static IApplicationBuilder UseHead(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });
}
