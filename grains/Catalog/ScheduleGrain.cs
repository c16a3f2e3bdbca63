using Orleans.Concurrency;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>A copy of the terms in every process that asks for them, refreshed when it is too old.</summary>
[StatelessWorker(1)]
public sealed class ScheduleGrain(ITicketStore store, TimeProvider time) : Grain, IScheduleGrain
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(Limits.SaleTermsMaxAgeSeconds);

    private SaleTerms? terms;
    private DateTimeOffset loadedAt;
    private Task? loading;

    public async Task<SaleTerms?> GetTerms()
    {
        if (terms is null || loadedAt + MaxAge <= time.GetUtcNow())
        {
            // Calls interleave: all of them wait for the one load.
            if (loading is null or { IsCompleted: true }) loading = Load();
            await loading;
        }

        return terms;
    }

    private async Task Load()
    {
        terms = await store.LoadSaleTermsAsync(GrainKeys.ParseId(this.GetPrimaryKeyString()));
        loadedAt = time.GetUtcNow();
        if (terms is null) DeactivateOnIdle();
    }
}
