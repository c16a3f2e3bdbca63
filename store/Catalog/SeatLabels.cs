using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// The labels of seats, from the plans of their schedules. They are kept in memory, so that showing a seat to a person
/// costs no read of the database. They are an addition to the seat's id: when a plan cannot be read, seats are shown
/// without labels, because a reservation that was made must not be answered with an error.
/// </summary>
/// <param name="read">The plan of a schedule, UTF-8; null when there is no such schedule.</param>
public sealed class SeatLabels(Func<Guid, Task<byte[]?>> read, TimeProvider time, ILogger<SeatLabels> logger)
    : IDisposable
{
    /// <summary>Bound of the memory for labels, beyond the one plan that is in use.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>Estimate: the id, its place in the dictionary, and a share of the row.</summary>
    private const int BytesPerSeat = 270;

    private const int BytesPerPlan = 2_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly KeptPerSchedule<PlanLabels> kept = new(
        MaxBytes,
        async id => await read(id) is { } json
            ? SeatingPlanReader.Read(json).Plan is { } plan
                ? PlanLabels.Of(plan, PlanRevision.Of(json))
                : PlanLabels.None
            : null,
        labels => BytesPerPlan + ((long)labels.SeatCount * BytesPerSeat));

    public SeatLabels(CatalogStore catalog, TimeProvider time, ILogger<SeatLabels> logger)
        : this(catalog.GetPlanAsync, time, logger)
    {
    }

    /// <summary>Knows no seat when the schedule does not exist or its plan cannot be read at present.</summary>
    public async ValueTask<PlanLabels> OfAsync(Guid scheduleId)
    {
        try
        {
            return await kept.GetAsync(scheduleId).WaitAsync(Patience, time) ?? PlanLabels.None;
        }
        catch (Exception fault)
        {
            CatalogLog.LabelsMissing(logger, scheduleId, fault);
            return PlanLabels.None;
        }
    }

    /// <summary>
    /// For decisions, which need the plan: null when there is no such schedule. Throws
    /// <see cref="StoreUnavailableException"/> when the plan cannot be read at present.
    /// </summary>
    public async Task<PlanLabels?> FindAsync(Guid scheduleId)
    {
        try
        {
            return await kept.GetAsync(scheduleId).WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            throw new StoreUnavailableException(
                $"The plan of schedule {scheduleId} was not read within {Patience.TotalSeconds:0} s.");
        }
    }

    /// <summary>For several schedules, one after the other.</summary>
    public async Task<IReadOnlyDictionary<Guid, PlanLabels>> OfAsync(IEnumerable<Guid> scheduleIds)
    {
        var found = new Dictionary<Guid, PlanLabels>();
        foreach (var id in scheduleIds.Distinct())
            found.Add(id, await OfAsync(id));
        return found;
    }

    public void Dispose() => kept.Dispose();
}
