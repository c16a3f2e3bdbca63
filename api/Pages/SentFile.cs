using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Ticketing.Api;

/// <summary>
/// A file that the program makes when it starts. It is small and the same for every fan, so it is kept compressed. A
/// browser asks each time whether it has changed.
/// </summary>
internal sealed class SentFile : IResult
{
    private const string AskEachTime = "no-cache";

    private readonly string contentType;
    private readonly string policy;
    private readonly (string? Encoding, byte[] Bytes)[] forms;

    public SentFile(byte[] content, string contentType, string policy)
    {
        this.contentType = contentType;
        this.policy = policy;
        Version = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16));
        forms =
        [
            ("br", Pack(content, packed => new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))),
            ("gzip", Pack(content, packed => new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))),
            (null, content),
        ];
    }

    /// <summary>Other content has another version.</summary>
    public string Version { get; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (EntityTags.IsKnownToClient(httpContext, Version, AskEachTime, isWeak: true))
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var taken = httpContext.Request.GetTypedHeaders().AcceptEncoding;
        var (encoding, bytes) = forms.First(form => form.Encoding is null || taken.Any(
            one => one.Quality is not 0 && one.Value.Equals(form.Encoding, StringComparison.OrdinalIgnoreCase)));
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        httpContext.Response.ContentType = contentType;
        httpContext.Response.ContentLength = bytes.Length;
        await httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }

    private static byte[] Pack(byte[] content, Func<Stream, Stream> packer)
    {
        using var packed = new MemoryStream();
        using (var stream = packer(packed))
            stream.Write(content);
        return packed.ToArray();
    }
}

internal static class DeclaredTypes
{
    /// <summary>No answer is a script or a style unless its content type says so.</summary>
    public static void UseTypesAsDeclared(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    });
}
