using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>On what terms a schedule is sold.</summary>
/// <param name="StartsAt">When the event starts; the sale ends then.</param>
/// <param name="SeatsPerFan">Seats a fan may hold and own.</param>
/// <param name="Categories">Names of the price categories, those of general admission too.</param>
/// <param name="HasQueue">Whether a reservation needs a turn in the queue.</param>
[GenerateSerializer, Immutable, Alias("SaleTerms")]
public sealed record SaleTerms(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] DateTimeOffset OpensAt,
    [property: Id(2)] DateTimeOffset StartsAt,
    [property: Id(3)] int HoldSeconds,
    [property: Id(4)] int SeatsPerFan,
    [property: Id(5)] ImmutableArray<string> Categories,
    [property: Id(6)] bool HasQueue = false)
{
    /// <summary>The categories that have no seats.</summary>
    [Id(7)]
    public ImmutableArray<AdmissionPrice> Admissions { get; init; } = [];
}
