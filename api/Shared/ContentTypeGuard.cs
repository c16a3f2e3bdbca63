using Microsoft.Net.Http.Headers;

namespace Ticketing.Api;

/// <summary>
/// Refuses JSON in another encoding than UTF-8: the framework would transcode some and fail with a 500 on others.
/// The type of an empty body says nothing and is dropped: <c>curl -d ''</c> calls it a form.
/// </summary>
internal static class ContentTypeGuard
{
    public static IApplicationBuilder UseContentTypeGuard(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.ContentLength is 0)
            context.Request.ContentType = null;
        if (IsUnderstood(context.Request.ContentType))
            return next(context);
        return Problems.UnsupportedMediaType.Occurs().ExecuteAsync(context);
    });

    private static bool IsUnderstood(string? contentType)
    {
        if (contentType is null || !MediaTypeHeaderValue.TryParse(contentType, out var type) || !type.Charset.HasValue)
            return true;
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        return charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
    }
}
