using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Ticketing.Catalog;

namespace Ticketing.Api;

internal static class CatalogEndpoints
{
    private const string NeverChanges = "public, max-age=31536000, immutable";

    public static void MapCatalog(this IEndpointRouteBuilder api)
    {
        var concerts = api.MapGroup("/concerts").WithTags("Catalog");
        concerts.MapGet("/", ListConcerts).WithSummary("All concerts, newest first").Answers(Problems.InvalidRequest);
        concerts.MapGet("/{id:guid}", GetConcert).WithSummary("One concert").Answers(Problems.NotFound);
        concerts.MapGet("/{id:guid}/schedules", ListSchedules)
            .WithSummary("When a concert takes place, and on what terms its seats are sold")
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
        [AsParameters] PageQuery page, CatalogStore catalog)
    {
        var result = await catalog.ListConcertsAsync(page.ToRequest());
        return result.Value is { } found
            ? TypedResults.Ok(new PageBody<ConcertBody>([.. found.Items.Select(ConcertBody.Of)], found.NextCursor))
            : CatalogRefusals.Explain(result);
    }

    private static async Task<Results<Ok<ConcertBody>, Problem>> GetConcert(Guid id, CatalogStore catalog) =>
        await catalog.GetConcertAsync(id) is { } concert
            ? TypedResults.Ok(ConcertBody.Of(concert))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Ok<PageBody<ScheduleBody>>, Problem>> ListSchedules(
        Guid id, [AsParameters] PageQuery page, CatalogStore catalog)
    {
        var result = await catalog.ListSchedulesAsync(id, page.ToRequest());
        return result.Value is { } found
            ? TypedResults.Ok(new PageBody<ScheduleBody>([.. found.Items.Select(ScheduleBody.Of)], found.NextCursor))
            : CatalogRefusals.Explain(result);
    }

    private static async Task<Results<Ok<ScheduleBody>, Problem>> GetSchedule(Guid id, CatalogStore catalog) =>
        await catalog.GetScheduleAsync(id) is { } schedule
            ? TypedResults.Ok(ScheduleBody.Of(schedule))
            : Problems.NotFound.Occurs();

    /// <summary>
    /// A plan is as old as its schedule and never replaced, so the schedule's id is its version. A weak
    /// one: it names the plan and not its bytes, which may be gzipped.
    /// </summary>
    private static async Task<IResult> GetPlan(Guid id, HttpContext context, IGrainFactory grains)
    {
        if (await grains.GetGrain<IScheduleGrain>(GrainKeys.Of(id)).GetTerms() is null)
            return Problems.NotFound.Occurs();
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        return EntityTags.IsKnownToClient(context, id.ToString("D"), NeverChanges, isWeak: true)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : new SentPlan(id);
    }
}
