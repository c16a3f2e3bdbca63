using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Catalog;
using Ticketing.Reservations;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>A concert to offer.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Venue">1 to 200 characters.</param>
/// <param name="Description">At most 10,000 characters, in any number of lines.</param>
public sealed record ConcertRequest(
    string Title,
    string Venue,
    [property: JsonConverter(typeof(LinesConverter))] string Description = "")
{
    internal NewConcert ToCommand(Guid? id) => new(Title, Venue, Description, id);
}

/// <summary>A date of a concert, to put on sale.</summary>
/// <param name="StartsAt">When the event starts; the sale ends then.</param>
/// <param name="OpensAt">When the sale opens.</param>
/// <param name="HoldSeconds">How long an unpaid reservation keeps its seats: 5 to 3,600.</param>
/// <param name="SeatsPerFan">Seats that a fan may hold and own: 1 to 100.</param>
/// <param name="TimeZone">
/// Where the event is: a name of the IANA time zone database, like 'Asia/Seoul'. Its times are shown in this zone.
/// </param>
/// <param name="Currency">
/// In which it is paid: a code of ISO 4217 in upper case, like 'KRW'. It cannot be changed later.
/// </param>
/// <param name="Prices">
/// For every category of the plan, 0 to 100,000,000 minor units of the currency: 4000 is 4,000 won, or 40.00 euros.
/// </param>
/// <param name="Plan">A seating plan in pretix's JSON format; not given when only standing places are sold.</param>
/// <param name="Queue">The waiting queue; one with default settings when not given.</param>
/// <param name="Admissions">Categories sold without seats (general admission), up to 20.</param>
/// <param name="DoorsAt">When gates start to let fans in; three hours before the start when not given.</param>
/// <param name="Front">
/// Where the stage, screen or field is, which makes near rows the best. Not given: it is looked for on the plan, and
/// the answer says what was found or assumed.
/// </param>
/// <param name="Renewals">
/// How often a fan may ask for more time to pay, each time for 'holdSeconds' more: 0 to 10. A hold ends before the
/// event starts and after two hours at the latest, so it may get fewer.
/// </param>
public sealed record ScheduleRequest(
    DateTimeOffset StartsAt,
    DateTimeOffset OpensAt,
    int HoldSeconds,
    int SeatsPerFan,
    string TimeZone,
    string Currency,
    Dictionary<string, long>? Prices = null,
    JsonElement? Plan = null,
    QueueRequest? Queue = null,
    IReadOnlyList<AdmissionRequest?>? Admissions = null,
    DateTimeOffset? DoorsAt = null,
    FrontRequest? Front = null,
    int Renewals = HoldLimits.DefaultRenewals)
{
    public const string PlanPath = "$.plan";

    internal NewSchedule ToCommand(Guid concertId, Guid? id) => new(
        concertId,
        StartsAt,
        new SaleSettings(OpensAt, HoldSeconds, SeatsPerFan, TimeZone, Renewals),
        Prices ?? [],
        Plan is { } plan ? JsonMarshal.GetRawUtf8Value(plan).ToArray() : NewSchedule.WithoutSeats,
        PlanPath,
        id)
    {
        DoorsAt = DoorsAt,
        Currency = Currency,
        Queue = (Queue ?? new QueueRequest()).ToSettings(),
        Front = Front is { } front ? new FrontWish(front.Side, front.X, front.Y) : null,
        // A null among them is reported like one that lacks every member.
        Admissions = [.. (Admissions ?? []).Select(one => new Admission(
            one?.Category ?? "", one?.Capacity ?? 0, one?.Price ?? -1))],
    };
}

/// <summary>Where the front of a plan is: either <c>side</c>, or <c>x</c> and <c>y</c>.</summary>
/// <param name="Side">The middle of that side of the rectangle around all seats, or of the rectangle itself.</param>
/// <param name="X">In the plan's coordinates; x grows to the right.</param>
/// <param name="Y">In the plan's coordinates; y grows downwards.</param>
public sealed record FrontRequest(FrontSide? Side = null, double? X = null, double? Y = null);

/// <summary>Changes to a schedule; members that are not given stay as they are, and none may be null.</summary>
/// <param name="OpensAt">When the sale opens; before the event starts.</param>
/// <param name="HoldSeconds">5 to 3,600; seats that are held already keep their deadline.</param>
/// <param name="SeatsPerFan">1 to 100; no fan loses seats by a lower limit.</param>
/// <param name="TimeZone">Where the event is; the moments of the sale stay as they are.</param>
/// <param name="Renewals">0 to 10; seats that are held already keep the number that they had.</param>
public sealed record ScheduleChange(
    DateTimeOffset? OpensAt = null, int? HoldSeconds = null, int? SeatsPerFan = null, string? TimeZone = null,
    int? Renewals = null)
    : IPartialChange
{
    internal SaleSettings ApplyTo(SaleSettings settings) => new(
        OpensAt ?? settings.OpensAt, HoldSeconds ?? settings.HoldSeconds, SeatsPerFan ?? settings.SeatsPerFan,
        TimeZone ?? settings.TimeZone, Renewals ?? settings.Renewals);
}

/// <summary>A category to sell without seats (general admission).</summary>
/// <param name="Category">Its name, which no category of the plan may have.</param>
/// <param name="Capacity">How many people are let in: 1 to 1,000,000.</param>
/// <param name="Price">Of one, 0 to 100,000,000 minor units of the schedule's currency.</param>
public sealed record AdmissionRequest(string Category, int Capacity, long Price);

/// <summary>Seats of a schedule.</summary>
/// <param name="Seats">1 to 500, by their <c>seat_guid</c>, each once.</param>
public sealed record SeatList(ExactText[] Seats)
{
    public const int MaxSeats = 500;

    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        SeatLists.Check(errors, Seats, MaxSeats);
        return errors;
    }
}

/// <summary>Seats of a schedule to take off sale.</summary>
/// <param name="Seats">1 to 500, by their <c>seat_guid</c>, each once.</param>
/// <param name="WhenFree">
/// Whether seats that are held or sold are blocked as soon as they come back, so that no other fan gets them.
/// </param>
public sealed record BlockRequest(ExactText[] Seats, bool WhenFree = false);

/// <summary>The outcome for each seat of a request.</summary>
/// <param name="Done">Seats that now are as requested.</param>
/// <param name="WhenFree">Seats that are held or sold, and will be blocked when they come back.</param>
/// <param name="Taken">Seats that are held or sold and stay so.</param>
/// <param name="Unknown">Seats that the schedule does not have.</param>
/// <param name="Labels">The plan's labels of those seats that it has, by their ids.</param>
public sealed record BlockedSeatsBody(
    IReadOnlyList<string> Done,
    IReadOnlyList<string> WhenFree,
    IReadOnlyList<string> Taken,
    IReadOnlyList<string> Unknown,
    IReadOnlyDictionary<string, SeatLabelBody> Labels);
