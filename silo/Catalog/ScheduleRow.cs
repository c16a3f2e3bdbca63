namespace Ticketing.Catalog;

/// <summary>As Dapper reads it.</summary>
internal sealed record ScheduleRow(
    Guid Id,
    Guid ConcertId,
    DateTime StartsAt,
    DateTime OpensAt,
    int HoldSeconds,
    int SeatsPerFan,
    int SeatCount,
    DateTime CreatedAt,
    long Version)
{
    public Schedule ToSchedule(IEnumerable<CategoryRow> categories) => new(
        Id,
        ConcertId,
        new DateTimeOffset(StartsAt),
        new SaleSettings(new DateTimeOffset(OpensAt), HoldSeconds, SeatsPerFan),
        SeatCount,
        [.. categories.Select(category => new ScheduleCategory(category.Name, category.Color, category.Price))],
        new DateTimeOffset(CreatedAt),
        Version);
}
