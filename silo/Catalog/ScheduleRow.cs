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
    public Schedule ToSchedule(IEnumerable<CategoryRow> categories)
    {
        var bySeats = categories.ToLookup(category => category.HasSeats);
        return new Schedule(
            Id,
            ConcertId,
            new DateTimeOffset(StartsAt),
            new SaleSettings(new DateTimeOffset(OpensAt), HoldSeconds, SeatsPerFan),
            SeatCount,
            [.. bySeats[true].Select(row => new ScheduleCategory(row.Name, row.Color, row.Price))],
            new DateTimeOffset(CreatedAt),
            Version)
        {
            Admissions = [.. bySeats[false].Select(row => new Admission(row.Name, row.Capacity, row.Price))],
        };
    }
}
