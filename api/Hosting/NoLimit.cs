using System.Threading.RateLimiting;

namespace Ticketing.Api;

/// <summary>The lease of work that is not bounded.</summary>
internal sealed class NoLimit : RateLimitLease
{
    public static readonly NoLimit Lease = new();

    public override bool IsAcquired => true;

    public override IEnumerable<string> MetadataNames => [];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }
}
