using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>How many streams of the same place in a queue are open: a fan's devices.</summary>
internal sealed class OpenPlaces(IOptions<ApiOptions> options)
    : OpenStreams<(Guid ScheduleId, long Number)>(options.Value.Concurrency, bounds => bounds.StreamsPerPlace);
