using Ticketing.Reads;

namespace Ticketing.Api;

/// <summary>How a schedule sells.</summary>
/// <param name="SeatCount">With the places of general admission.</param>
/// <param name="Revenue">Points: the prices of what is sold, before coupons.</param>
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
