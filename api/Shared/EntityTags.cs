using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace Ticketing.Api;

internal static class EntityTags
{
    /// <summary>
    /// Sets the ETag of the answer. True when the client has this version already; answer 304 then.
    /// </summary>
    public static bool IsKnownToClient(HttpContext context, string version, string cacheControl, bool isWeak = false)
    {
        var current = new EntityTagHeaderValue($"\"{version}\"", isWeak);
        context.Response.Headers.ETag = current.ToString();
        context.Response.Headers.CacheControl = cacheControl;
        if (!EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known))
            return false;
        return known.Any(
            tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(current, useStrongComparison: false));
    }
}

/// <summary>
/// JSON that is ready to be sent. It is written in pieces: the server would copy a whole body for each slow reader.
/// </summary>
internal sealed class PreparedBody(ReadOnlyMemory<byte> json, string? encoding = null) : IResult
{
    private const int PieceBytes = 32 * 1_024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = MediaTypeNames.Application.Json;
        response.ContentLength = json.Length;
        if (encoding is not null)
            response.Headers.ContentEncoding = encoding;
        for (var rest = json; !rest.IsEmpty;)
        {
            var piece = rest[..Math.Min(PieceBytes, rest.Length)];
            await response.Body.WriteAsync(piece, httpContext.RequestAborted);
            rest = rest[piece.Length..];
        }
    }
}
