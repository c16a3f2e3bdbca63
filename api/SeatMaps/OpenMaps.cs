using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>How many streams of seat maps an address has open; many fans may share one.</summary>
internal sealed class OpenMaps(IOptions<ApiOptions> options)
    : OpenStreams<string>(options.Value.Concurrency, bounds => bounds.MapStreamsPerAddress);
