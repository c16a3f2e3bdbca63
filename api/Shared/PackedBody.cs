using System.IO.Compression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Ticketing.Api;

/// <summary>JSON in UTF-8 with its compressed forms, made once; all responses share this memory.</summary>
/// <param name="Brotli">Empty when this form was not made.</param>
internal sealed record PackedBody(
    ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Gzipped, ReadOnlyMemory<byte> Brotli)
{
    public long SizeBytes => (long)Raw.Length + Gzipped.Length + Brotli.Length;

    public static PackedBody Of(byte[] json, bool withBrotli = false) => new(
        json,
        Packed(json, into => new GZipStream(into, CompressionLevel.Optimal, leaveOpen: true)),
        withBrotli ? Packed(json, into => new BrotliStream(into, CompressionLevel.Optimal, leaveOpen: true)) : default);

    /// <summary>The smallest form that the client accepts.</summary>
    public PreparedBody For(HttpRequest request)
    {
        if (!Brotli.IsEmpty && Takes(request, "br"))
            return new PreparedBody(Brotli, "br");
        return Takes(request, "gzip") ? new PreparedBody(Gzipped, "gzip") : new PreparedBody(Raw);
    }

    private static byte[] Packed(byte[] json, Func<Stream, Stream> packing)
    {
        using var packed = new MemoryStream();
        using (var stream = packing(packed))
            stream.Write(json);
        return packed.ToArray();
    }

    private static bool Takes(HttpRequest request, string encoding)
    {
        var taken = request.GetTypedHeaders().AcceptEncoding;
        var rule = taken.FirstOrDefault(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            ?? taken.FirstOrDefault(one => one.Value == "*");
        return rule is { Quality: not 0 };
    }
}

/// <summary>
/// Sends a large body. The number of bodies sent at a time is bounded, and a connection that reads too slowly is
/// closed.
/// </summary>
/// <param name="find">Null when there is no such schedule.</param>
internal sealed class SentPackedBody(Func<IServiceProvider, Task<PackedBody?>> find) : IResult
{
    private const int MinBytesPerSecond = 8_192;
    private const int GraceSeconds = 10;

    private static readonly MinDataRate Rate = new(MinBytesPerSecond, TimeSpan.FromSeconds(GraceSeconds));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var gate = httpContext.RequestServices.GetRequiredService<WorkGate>();
        using var place = await gate.EnterAsync(WorkKind.Plan, httpContext.RequestAborted);
        await (place.IsAcquired ? await FindAsync(httpContext) : WorkLimits.Refusal()).ExecuteAsync(httpContext);
    }

    private async Task<IResult> FindAsync(HttpContext context)
    {
        if (await find(context.RequestServices).WaitAsync(context.RequestAborted) is not { } body)
            return Problems.NotFound.Occurs();
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } kestrel)
            kestrel.MinDataRate = Rate;
        return body.For(context.Request);
    }
}
