using Microsoft.AspNetCore.Http.Metadata;

namespace Ticketing.Api;

/// <summary>How large the body of a request to an endpoint may be.</summary>
internal sealed class RequestSize(long bytes) : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => bytes;
}
