using System.Net.Mime;

namespace Ticketing.Api;

/// <summary>
/// JSON that lies ready. Sent in pieces: the server would copy a whole body for each of its slow readers.
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
