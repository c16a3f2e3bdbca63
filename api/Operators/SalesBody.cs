using Ticketing.Reads;

namespace Ticketing.Api;

/// <summary>How a schedule sells.</summary>
/// <param name="Revenue">Points: the prices of the sold seats.</param>
public sealed record SalesBody(
    Guid ScheduleId,
    int SeatCount,
    int Available,
    int Held,
    int Sold,
    int Blocked,
    long Revenue,
    IReadOnlyList<CategorySales> Categories)
{
    internal static SalesBody Of(Guid scheduleId, IReadOnlyList<CategorySales> lines) => new(
        scheduleId,
        lines.Sum(line => line.Available + line.Held + line.Sold + line.Blocked),
        lines.Sum(line => line.Available),
        lines.Sum(line => line.Held),
        lines.Sum(line => line.Sold),
        lines.Sum(line => line.Blocked),
        lines.Sum(line => line.Revenue),
        lines);
}
