namespace Ticketing.Catalog;

/// <summary>As Dapper reads it.</summary>
internal sealed record CategoryRow(
    Guid ScheduleId, string Name, string? Color, long Price, int Capacity, bool HasSeats);
