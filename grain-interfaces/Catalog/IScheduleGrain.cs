using Orleans.Concurrency;

namespace Ticketing.Catalog;

/// <summary>
/// Publishes the terms of a sale near to whoever needs them; key: the schedule's id. Decides nothing.
/// </summary>
[Alias("Ticketing.IScheduleGrain"), Version(1)]
public interface IScheduleGrain : IGrainWithStringKey
{
    /// <summary>At most <c>Limits.SaleTermsMaxAgeSeconds</c> old; null when there is no such schedule.</summary>
    [AlwaysInterleave, Alias("GetTerms")]
    Task<SaleTerms?> GetTerms();
}
