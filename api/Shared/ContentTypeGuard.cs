using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Ticketing.Api;

/// <summary>
/// Refuses JSON in another encoding than UTF-8, and takes UTF-8 by every name: the framework would transcode some
/// encodings and fail with a 500 on others, and on quoted names. The type of a body that is not there says nothing and
/// is dropped: <c>curl -d ''</c> calls it a form.
/// </summary>
internal static class ContentTypeGuard
{
    public static IApplicationBuilder UseContentTypeGuard(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (!HasBody(context))
        {
            if (request.ContentType is not null)
                request.ContentType = null;
        }
        else if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset.HasValue)
        {
            if (!IsUtf8(type.Charset))
                return Problems.UnsupportedMediaType.Occurs().ExecuteAsync(context);
            request.ContentType = type.MediaType.ToString();
        }

        return next(context);
    });

    private static bool HasBody(HttpContext context) =>
        context.Request.ContentLength is not 0
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };

    private static bool IsUtf8(StringSegment charset) =>
        HeaderUtilities.RemoveQuotes(charset) is var name
        && (name.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || name.Equals("utf8", StringComparison.OrdinalIgnoreCase));
}
