using System.IO.Compression;

namespace Ticketing.Api;

/// <summary>A seating plan as it is sent, to everybody from the same memory.</summary>
/// <param name="Raw">JSON in UTF-8.</param>
/// <param name="Gzipped">The same, gzipped.</param>
internal sealed record StoredPlan(ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Gzipped)
{
    public long SizeBytes => (long)Raw.Length + Gzipped.Length;

    public static StoredPlan Of(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(json);
        return new StoredPlan(json, packed.ToArray());
    }
}
