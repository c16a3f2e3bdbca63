using System.Collections.Immutable;
using System.Text;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Reservations;

namespace Ticketing.Store;

/// <summary>One date of a concert with its sale settings.</summary>
/// <param name="Categories">The categories with seats, in the plan's order.</param>
/// <param name="Version">Grows with every change of the settings.</param>
public sealed record Schedule(
    Guid Id,
    Guid ConcertId,
    DateTimeOffset StartsAt,
    SaleSettings Settings,
    int SeatCount,
    ImmutableArray<ScheduleCategory> Categories,
    DateTimeOffset CreatedAt,
    long Version)
{
    /// <summary>General admission, in the requested order.</summary>
    public ImmutableArray<OfferedAdmission> Admissions { get; init; } = [];

    /// <summary>Null when the plan has no seats, or was imported by a release that did not keep it.</summary>
    public PlanFront? Front { get; init; }

    /// <summary>Assumptions of the import, and members of the plan that it ignored; empty when read later.</summary>
    public ImmutableArray<FieldError> Warnings { get; init; } = [];

    /// <summary>When gates start to let fans in.</summary>
    public DateTimeOffset DoorsAt { get; init; }

    /// <summary>The code of ISO 4217 in whose minor units the prices are; never changes.</summary>
    public string Currency { get; init; } = "";

    internal bool HasPrices(IReadOnlyDictionary<string, long> prices) =>
        prices.Count == Categories.Length
        && Categories.All(one =>
            (prices.TryGetValue(one.Name, out var price) || prices.TryGetValue(Texts.Clean(one.Name), out price))
            && price == one.Price);
}

/// <summary>As Dapper reads it.</summary>
internal sealed record ScheduleRow(
    Guid Id,
    Guid ConcertId,
    DateTime StartsAt,
    DateTime? DoorsAt,
    DateTime OpensAt,
    int HoldSeconds,
    int SeatsPerFan,
    short Renewals,
    int SeatCount,
    DateTime CreatedAt,
    long Version,
    double? FrontX,
    double? FrontY,
    short? FrontSource,
    string? FrontName,
    string? TimeZone,
    string? Currency)
{
    /// <param name="defaults">The zone and currency of schedules that an earlier release made.</param>
    public Schedule ToSchedule(IEnumerable<CategoryRow> categories, SalesOptions defaults)
    {
        var bySeats = categories.ToLookup(category => category.HasSeats);
        return new Schedule(
            Id,
            ConcertId,
            new DateTimeOffset(StartsAt),
            new SaleSettings(
                new DateTimeOffset(OpensAt), HoldSeconds, SeatsPerFan, TimeZone ?? defaults.DefaultTimeZone, Renewals),
            SeatCount,
            [.. bySeats[true].Select(row => new ScheduleCategory(row.Name, row.Color, row.Price))],
            new DateTimeOffset(CreatedAt),
            Version)
        {
            DoorsAt = DoorsAt is { } doorsAt
                ? new DateTimeOffset(doorsAt)
                : new DateTimeOffset(StartsAt).AddHours(-Limits.DoorsBeforeStartHours),
            Admissions =
            [
                .. bySeats[false].Select(row => new OfferedAdmission(
                    new Admission(row.Name, row.Capacity, row.Price), row.Available)),
            ],
            Currency = defaults.CodeOf(Currency),
            Front = FrontSource is { } source
                ? new PlanFront(new PlanPoint(FrontX!.Value, FrontY!.Value), (FrontSource)source, FrontName)
                : null,
        };
    }
}

/// <param name="Color">A CSS colour.</param>
/// <param name="Price">Of a seat, in minor units.</param>
public sealed record ScheduleCategory(string Name, string? Color, long Price);

/// <summary>As Dapper reads it.</summary>
internal sealed record CategoryRow(
    Guid ScheduleId, string Name, string? Color, long Price, int Capacity, int Available, bool HasSeats);

/// <summary>An operator's request to put a date of a concert on sale.</summary>
/// <param name="Prices">Of a seat in minor units, for every category of the plan.</param>
/// <param name="Plan">Pretix seating plan JSON, UTF-8; <see cref="WithoutSeats"/> for standing places only.</param>
/// <param name="PlanPath">The JSON path of the plan in the request; the paths of its errors begin with it.</param>
/// <param name="Id">Optional; with an id the request is idempotent.</param>
public sealed record NewSchedule(
    Guid ConcertId,
    DateTimeOffset StartsAt,
    SaleSettings Settings,
    IReadOnlyDictionary<string, long> Prices,
    ReadOnlyMemory<byte> Plan,
    string PlanPath = "$",
    Guid? Id = null)
{
    /// <summary>The plan of a schedule without seats.</summary>
    public static ReadOnlyMemory<byte> WithoutSeats { get; } =
        """{"name":"","categories":[],"zones":[]}"""u8.ToArray();

    /// <summary>General admission.</summary>
    public IReadOnlyList<Admission> Admissions { get; init; } = [];

    /// <summary>When gates start to let fans in; null: <see cref="Limits.DoorsBeforeStartHours"/> before.</summary>
    public DateTimeOffset? DoorsAt { get; init; }

    /// <summary>A code of ISO 4217; null is the installation's.</summary>
    public string? Currency { get; init; }

    /// <summary>Where the front of the plan is; null to look for it on the plan.</summary>
    public FrontWish? Front { get; init; }

    /// <summary>No queue by default.</summary>
    public QueueSettings Queue { get; init; } = QueueSettings.Off;

    /// <summary>The plan as stored: as text, without a byte order mark.</summary>
    internal string PlanText => Encoding.UTF8.GetString(SeatingPlanReader.WithoutMark(Plan).Span);
}

/// <summary>A category of a schedule that has no seats: general admission.</summary>
/// <param name="Category">Must not be a category of the plan.</param>
/// <param name="Capacity">The number of fans that are let in.</param>
/// <param name="Price">Of one admission, in minor units.</param>
public sealed record Admission(string Category, int Capacity, long Price);

/// <summary>General admission that is on sale.</summary>
/// <param name="Available">How many are neither held nor sold.</param>
public sealed record OfferedAdmission(Admission Terms, int Available);

/// <summary>How much of a general admission is taken.</summary>
/// <param name="Allocated">Held by reservations, or in a payment.</param>
public sealed record AdmissionCount(string Category, int Capacity, int Allocated, int Sold);

/// <summary>The settings of a sale that may be changed after the import.</summary>
/// <param name="TimeZone">
/// Where the event is: a name of the IANA database, in which people read its times. Null in a request is the
/// installation's.
/// </param>
/// <param name="Renewals">How often a fan may get more time for an unpaid hold.</param>
public sealed record SaleSettings(
    DateTimeOffset OpensAt, int HoldSeconds, int SeatsPerFan, string? TimeZone = null,
    int Renewals = HoldLimits.DefaultRenewals);
