using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>A date of a concert and the terms on which its seats are sold.</summary>
/// <param name="StartsAt">When the event starts; the sale ends then.</param>
/// <param name="OpensAt">When the sale opens.</param>
/// <param name="HoldSeconds">How long an unpaid reservation keeps its seats.</param>
/// <param name="SeatsPerFan">Seats that a fan may hold and own.</param>
public sealed record ScheduleBody(
    Guid Id,
    Guid ConcertId,
    DateTimeOffset StartsAt,
    DateTimeOffset OpensAt,
    int HoldSeconds,
    int SeatsPerFan,
    int SeatCount,
    IReadOnlyList<CategoryBody> Categories,
    IReadOnlyList<AdmissionBody> Admissions)
{
    internal static ScheduleBody Of(Schedule schedule) => new(
        schedule.Id,
        schedule.ConcertId,
        schedule.StartsAt,
        schedule.Settings.OpensAt,
        schedule.Settings.HoldSeconds,
        schedule.Settings.SeatsPerFan,
        schedule.SeatCount,
        [.. schedule.Categories.Select(category => new CategoryBody(category.Name, category.Color, category.Price))],
        [.. schedule.Admissions.Select(one => new AdmissionBody(one.Category, one.Capacity, one.Price))]);
}
