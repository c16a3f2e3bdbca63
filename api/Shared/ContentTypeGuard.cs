using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Ticketing.Api;

/// <summary>
/// Refuses JSON in encodings other than UTF-8, and accepts every spelling of UTF-8: the framework would transcode some
/// encodings, and fail with a 500 on others and on quoted names. A content type without a body is dropped:
/// <c>curl -d ''</c> sends the type of a form.
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

/// <summary>The largest request body of an endpoint, in bytes.</summary>
internal sealed class RequestSize(long bytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => bytes;
}
