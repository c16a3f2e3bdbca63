using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Ticketing.Seats;

namespace Ticketing.Api;

internal static class SeatMapEndpoints
{
    private const string AlwaysAskAgain = "no-cache";
    private const string KeepForASecond = "public, max-age=1";
    private const int PlanRetrySeconds = 1;

    private const string Forms = "With 'form=bits', seats are named by their index in the drawing: the whole has "
        + "'version', 'revision' (of the plan, as in the drawing), 'seatCount' and 'states', in base64 two bits for "
        + "each seat: seat i is in byte i / 4 (rounded down), at bits 2 * (i % 4); 0 available, 1 held, 2 sold, "
        + "3 blocked. ";

    public static void MapSeatMaps(this IEndpointRouteBuilder api)
    {
        var schedules = api.MapGroup("/schedules/{id:guid}").WithTags("Catalog");
        schedules.MapGet("/availability", GetAvailability)
            .WithSummary("How many seats of each category and zone are free, held and sold, as of a second ago")
            .WithDescription("For pages that poll: it is counted at most once a second, and a CDN may keep it as long.")
            .Produces<AvailabilityBody>()
            .AnswersVersion()
            .Answers(Problems.NotFound);
        var seats = schedules.MapGroup("/seats");
        seats.MapGet("/", Get)
            .WithSummary("The seats that are not available, as of a moment ago")
            .WithDescription(Forms + "The ETag is the version in both forms.")
            .Produces<SeatMapBody>()
            .AnswersVersion()
            .Answers(Problems.NotFound);
        seats.MapGet("/events", Watch)
            .WithSummary("The same as server-sent events: 'map', the whole, then 'changes', at most ten a second")
            .WithDescription(Forms + "'changes' then has 'version' and 'changes', which lists index, state, index, "
                + "state and so on.")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.EventStream)
            .Answers(Problems.NotFound);
    }

    private static async Task<IResult> Get(
        Guid id, [FromQuery(Name = "form")] string? formText, HttpContext context, SeatMapCache board)
    {
        if (!SeatMapForm.TryRead(formText, out var byIndex, out var problem))
            return problem;
        if (await board.GetAsync(id) is not { } map)
            return Problems.NotFound.Occurs();
        if ((byIndex ? map.ByIndex : map.ById) is not { } form)
            return Problems.StoreUnavailable.Occurs().RetryAfter(PlanRetrySeconds);
        return EntityTags.IsKnownToClient(context, map.Version, AlwaysAskAgain)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : new PreparedBody(form.Whole);
    }

    private static IResult Watch(Guid id, [FromQuery(Name = "form")] string? formText) =>
        SeatMapForm.TryRead(formText, out var byIndex, out var problem) ? new SeatMapEvents(id, byIndex) : problem;

    private static async Task<IResult> GetAvailability(Guid id, HttpContext context, AvailabilityCache board)
    {
        if (await board.GetAsync(id) is not { } found)
            return Problems.NotFound.Occurs();
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        return EntityTags.IsKnownToClient(context, found.Version, KeepForASecond, isWeak: true)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : found.Body.For(context.Request);
    }
}

/// <summary>The query member 'form' of a seat map: <c>ids</c> (also when it is not given) or <c>bits</c>.</summary>
internal static class SeatMapForm
{
    public static readonly string[] Values = ["ids", "bits"];

    public static bool TryRead(string? text, out bool byIndex, out Problem problem)
    {
        var at = text is null ? 0 : Array.IndexOf(Values, Texts.CleanCode(text));
        byIndex = at == 1;
        problem = Problems.InvalidRequest.At("form", $"must be one of: {string.Join(", ", Values)}");
        return at >= 0;
    }
}

/// <summary>The seats of a schedule that are not available; every other seat of its plan is.</summary>
/// <param name="Version">The same as the ETag.</param>
/// <param name="SeatCount">Seats of the schedule, all together.</param>
public sealed record SeatMapBody(
    string Version,
    int SeatCount,
    IReadOnlyList<string> Held,
    IReadOnlyList<string> Sold,
    IReadOnlyList<string> Blocked);

/// <summary>Seats of a schedule whose state has changed since the previous version.</summary>
/// <param name="Version">Of the map with these changes.</param>
public sealed record SeatMapChangesBody(
    string Version,
    IReadOnlyList<string> Available,
    IReadOnlyList<string> Held,
    IReadOnlyList<string> Sold,
    IReadOnlyList<string> Blocked);

/// <summary>The states of all seats of a schedule, by their index in the drawing.</summary>
/// <param name="Version">The same as the ETag.</param>
/// <param name="Revision">Of the plan, as in the drawing.</param>
/// <param name="States">Base64 of two bits for each seat; see <see cref="SeatBits"/>.</param>
public sealed record SeatBitsBody(string Version, string Revision, int SeatCount, string States);

/// <summary>Seats whose state has changed since the previous version.</summary>
/// <param name="Version">Of the map with these changes.</param>
/// <param name="Changes">Index, state, index, state and so on, in the order of the indexes.</param>
public sealed record SeatIndexChangesBody(string Version, IReadOnlyList<int> Changes);

/// <summary>The state of a seat.</summary>
/// <param name="ChangedAt">The sequence of the map when this process learned of it.</param>
internal readonly record struct SeatMark(SeatStatus Status, long ChangedAt);
