using Microsoft.Extensions.Options;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>The seating plans that are requested most, ready to be sent.</summary>
internal sealed class PlanCache(IOptions<ApiOptions> options, Func<Guid, Task<byte[]?>> read) : IDisposable
{
    private readonly KeptPerSchedule<PackedBody> plans = new(
        options.Value.PlanCacheMaxBytes,
        async id => await read(id) is { } json ? PackedBody.Of(json) : null,
        plan => plan.SizeBytes);

    public PlanCache(IOptions<ApiOptions> options, CatalogStore catalog)
        : this(options, catalog.GetPlanAsync)
    {
    }

    /// <summary>Null when there is no such schedule.</summary>
    public Task<PackedBody?> GetAsync(Guid scheduleId) => plans.GetAsync(scheduleId);

    public void Dispose() => plans.Dispose();
}
