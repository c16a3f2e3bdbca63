using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Ticketing.Catalog;
using Ticketing.Money;
using Ticketing.Store;

namespace Ticketing.Api;

internal static class CatalogEndpoints
{
    private const string NeverChanges = "public, max-age=31536000, immutable";

    public static void MapCatalog(this IEndpointRouteBuilder api)
    {
        var concerts = api.MapGroup("/concerts").WithTags("Catalog");
        concerts.MapGet("/", ListConcerts)
            .WithSummary("Concerts that are still to come, newest first; 'when' and 'search' ask for others")
            .Answers(Problems.InvalidRequest);
        concerts.MapGet("/{id:guid}", GetConcert).WithSummary("One concert").Answers(Problems.NotFound);
        concerts.MapGet("/{id:guid}/schedules", ListSchedules)
            .WithSummary("When a concert takes place next, and on what terms its seats are sold")
            .Answers(Problems.InvalidRequest, Problems.NotFound);
        var schedules = api.MapGroup("/schedules").WithTags("Catalog");
        schedules.MapGet("/{id:guid}", GetSchedule).WithSummary("One schedule").Answers(Problems.NotFound);
        schedules.MapGet("/{id:guid}/plan", GetPlan)
            .WithSummary("The seating plan as it was imported, in pretix's JSON format; it never changes")
            .Produces<JsonElement>(StatusCodes.Status200OK, MediaTypeNames.Application.Json)
            .AnswersVersion()
            .Answers(Problems.NotFound);
    }

    private static async Task<Results<Ok<PageBody<ConcertBody>>, Problem>> ListConcerts(
        [AsParameters] PageQuery page, [AsParameters] ConcertQuery query, CatalogStore catalog)
    {
        if (!EventTime.TryRead(query.When, out var when, out var problem))
            return problem;
        var result = await catalog.ListConcertsAsync(page.ToRequest(), new EventFilter(when, query.Search));
        return result.Value is { } found
            ? TypedResults.Ok(new PageBody<ConcertBody>([.. found.Items.Select(ConcertBody.Of)], found.NextCursor))
            : CatalogRefusals.Explain(result);
    }

    private static async Task<Results<Ok<ConcertBody>, Problem>> GetConcert(Guid id, CatalogStore catalog) =>
        await catalog.GetConcertAsync(id) is { } concert
            ? TypedResults.Ok(ConcertBody.Of(concert))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Ok<PageBody<ScheduleBody>>, Problem>> ListSchedules(
        Guid id, [AsParameters] PageQuery page, [FromQuery(Name = "when")] string? whenText, CatalogStore catalog)
    {
        if (!EventTime.TryRead(whenText, out var when, out var problem))
            return problem;
        var result = await catalog.ListSchedulesAsync(id, page.ToRequest(), when);
        return result.Value is { } found
            ? TypedResults.Ok(new PageBody<ScheduleBody>([.. found.Items.Select(ScheduleBody.Of)], found.NextCursor))
            : CatalogRefusals.Explain(result);
    }

    private static async Task<Results<Ok<ScheduleBody>, Problem>> GetSchedule(Guid id, CatalogStore catalog) =>
        await catalog.GetScheduleAsync(id) is { } schedule
            ? TypedResults.Ok(ScheduleBody.Of(schedule))
            : Problems.NotFound.Occurs();

    /// <summary>
    /// A plan is created with its schedule and never replaced, so the schedule's id is its version. The tag is weak: it
    /// names the plan and not its bytes, which may be gzipped.
    /// </summary>
    private static async Task<IResult> GetPlan(Guid id, HttpContext context, IGrainFactory grains)
    {
        if (await grains.GetGrain<IScheduleGrain>(GrainKeys.Of(id)).GetTerms() is null)
            return Problems.NotFound.Occurs();
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        return EntityTags.IsKnownToClient(context, id.ToString("D"), NeverChanges, isWeak: true)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : new SentPackedBody(services => services.GetRequiredService<PlanCache>().GetAsync(id));
    }
}

/// <summary>Which concerts are wanted.</summary>
/// <param name="Search">Words of the title or the venue.</param>
/// <param name="When">See <see cref="EventTime"/>.</param>
internal sealed record ConcertQuery(
    [property: FromQuery(Name = "search")] string? Search, [property: FromQuery(Name = "when")] string? When);

/// <summary>The query member 'when': <c>upcoming</c> (also when it is not given), <c>past</c> or <c>all</c>.</summary>
internal static class EventTime
{
    public static readonly string[] Values =
        [.. Enum.GetNames<EventTimes>().Select(name => name.ToLowerInvariant())];

    public static bool TryRead(string? text, out EventTimes when, out Problem problem)
    {
        var at = text is null ? 0 : Array.IndexOf(Values, Texts.CleanCode(text));
        when = (EventTimes)Math.Max(0, at);
        problem = Problems.InvalidRequest.At("when", $"must be one of: {string.Join(", ", Values)}");
        return at >= 0;
    }
}

/// <summary>A concert.</summary>
public sealed record ConcertBody(Guid Id, string Title, string Venue, string Description)
{
    internal static ConcertBody Of(Concert concert) =>
        new(concert.Id, concert.Title, concert.Venue, concert.Description);
}

/// <summary>A date of a concert and the terms on which its seats are sold.</summary>
/// <param name="TimeZone">
/// Where the event is: a name of the IANA database. Show the times in this zone; on the wire they are in UTC.
/// </param>
/// <param name="Currency">The code of ISO 4217 in which the schedule is paid.</param>
/// <param name="MinorUnits">
/// Digits after the decimal point of that currency: prices are whole minor units, so 4000 is 40.00 when this is 2.
/// </param>
/// <param name="StartsAt">When the event starts; the sale ends then.</param>
/// <param name="DoorsAt">When gates start to let fans in.</param>
/// <param name="OpensAt">When the sale opens.</param>
/// <param name="HoldSeconds">How long an unpaid reservation keeps its seats.</param>
/// <param name="SeatsPerFan">Seats that a fan may hold and own.</param>
/// <param name="Renewals">How often a fan may ask for more time to pay an unpaid reservation.</param>
/// <param name="Front">The point that the seats face; null without seats, or when it is not known.</param>
/// <param name="Warnings">
/// In the answer to an import: what was assumed about the plan, and which of its members the sale does not use.
/// Empty in other answers.
/// </param>
public sealed record ScheduleBody(
    Guid Id,
    Guid ConcertId,
    string TimeZone,
    string Currency,
    int MinorUnits,
    DateTimeOffset StartsAt,
    DateTimeOffset DoorsAt,
    DateTimeOffset OpensAt,
    int HoldSeconds,
    int SeatsPerFan,
    int Renewals,
    int SeatCount,
    IReadOnlyList<CategoryBody> Categories,
    IReadOnlyList<AdmissionBody> Admissions,
    FrontBody? Front,
    IReadOnlyList<FieldProblem> Warnings)
{
    internal static ScheduleBody Of(Schedule schedule) => new(
        schedule.Id,
        schedule.ConcertId,
        schedule.Settings.TimeZone!,
        schedule.Currency,
        Currencies.MinorUnits(schedule.Currency),
        schedule.StartsAt,
        schedule.DoorsAt,
        schedule.Settings.OpensAt,
        schedule.Settings.HoldSeconds,
        schedule.Settings.SeatsPerFan,
        schedule.Settings.Renewals,
        schedule.SeatCount,
        [.. schedule.Categories.Select(category => new CategoryBody(category.Name, category.Color, category.Price))],
        [
            .. schedule.Admissions.Select(one => new AdmissionBody(
                one.Terms.Category, one.Terms.Capacity, one.Available, one.Terms.Price)),
        ],
        schedule.Front is { } front ? new FrontBody(front.At.X, front.At.Y, front.Source, front.Name) : null,
        [.. schedule.Warnings.Select(warning => new FieldProblem(warning.Path, warning.Message))]);
}

/// <summary>A price category.</summary>
/// <param name="Color">The color in the plan, for drawing; null when it has none.</param>
/// <param name="Price">Of a seat, in minor units of the schedule's currency.</param>
public sealed record CategoryBody(string Name, string? Color, long Price);

/// <summary>A category that has no seats: general admission.</summary>
/// <param name="Capacity">How many people are let in.</param>
/// <param name="Available">How many of these are left, as of a moment ago.</param>
/// <param name="Price">Of one, in minor units of the schedule's currency.</param>
public sealed record AdmissionBody(string Category, int Capacity, int Available, long Price);

/// <summary>The point of a plan, in its coordinates, that the seats look at.</summary>
/// <param name="Source">
/// 'Given' by the organiser; an 'Area' names it; or assumed, from the 'RowNumbers' or the 'FirstRow' of the plan.
/// </param>
/// <param name="Name">The text on the plan that names it.</param>
public sealed record FrontBody(double X, double Y, FrontSource Source, string? Name);
