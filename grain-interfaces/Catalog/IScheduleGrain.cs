using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Ticketing.Catalog;

/// <summary>
/// A cached copy of a schedule's sale terms in each process that reads them; key: the schedule's id. Read-only.
/// </summary>
[Alias("Ticketing.IScheduleGrain"), Version(1)]
public interface IScheduleGrain : IGrainWithStringKey
{
    /// <summary>
    /// The terms, at most <c>Limits.SaleTermsMaxAgeSeconds</c> old; null when the schedule does not exist.
    /// </summary>
    [AlwaysInterleave, Alias("GetTerms")]
    Task<SaleTerms?> GetTerms();
}

/// <summary>The terms on which a schedule is sold.</summary>
/// <param name="StartsAt">When the event starts and the sale ends.</param>
/// <param name="SeatsPerFan">Seats that one fan may hold and own together.</param>
/// <param name="Categories">Names of the price categories, including general admission.</param>
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
    /// <summary>The categories of general admission, which have no seats.</summary>
    [Id(7)]
    public ImmutableArray<AdmissionPrice> Admissions { get; init; } = [];

    /// <summary>When gates start to let fans in; the default value means at any time.</summary>
    [Id(8)]
    public DateTimeOffset DoorsAt { get; init; }

    /// <summary>The currency of the prices, a code of ISO 4217; null is the installation's.</summary>
    [Id(20)]
    public string? Currency { get; init; }

    /// <summary>How often a fan may get more time for an unpaid hold; 0 from releases that did not say it.</summary>
    [Id(9)]
    public int Renewals { get; init; }
}

/// <summary>A category of general admission.</summary>
/// <param name="Price">Of one admission, in minor units.</param>
[GenerateSerializer, Immutable, Alias("AdmissionPrice")]
public sealed record AdmissionPrice([property: Id(0)] string Category, [property: Id(1)] long Price);

/// <param name="Quantity">Seats, 1 to 8.</param>
/// <param name="Except">Seats to leave out because they turned out to be taken.</param>
/// <param name="Together">Whether only seats side by side are wanted.</param>
[GenerateSerializer, Immutable, Alias("SeatWish")]
public sealed record SeatWish(
    [property: Id(0)] string Category,
    [property: Id(1)] int Quantity,
    [property: Id(2)] ImmutableArray<string> Except,
    [property: Id(3)] bool Together = false);

/// <summary>Number of seats of a schedule by status, with the places of general admission.</summary>
[GenerateSerializer, Immutable, Alias("SeatCounts")]
public sealed record SeatCounts(
    [property: Id(0)] int Free,
    [property: Id(1)] int Held,
    [property: Id(2)] int Sold,
    [property: Id(3)] int Blocked);
