using System.Net.Mime;
using Ticketing.Seats;

namespace Ticketing.Api;

internal static class SeatMapEndpoints
{
    private const string AlwaysAskAgain = "no-cache";

    public static void MapSeatMaps(this IEndpointRouteBuilder api)
    {
        var seats = api.MapGroup("/schedules/{id:guid}/seats").WithTags("Catalog");
        seats.MapGet("/", Get)
            .WithSummary("The seats that are not available, as of a moment ago")
            .Produces<SeatMapBody>()
            .AnswersVersion()
            .Answers(Problems.NotFound);
        seats.MapGet("/events", Watch)
            .WithSummary("The same as server-sent events: 'map', the whole, then 'changes', at most ten a second")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.EventStream)
            .Answers(Problems.NotFound);
    }

    private static async Task<IResult> Get(Guid id, HttpContext context, SeatMapCache board)
    {
        if (await board.GetAsync(id) is not { } map)
            return Problems.NotFound.Occurs();
        return EntityTags.IsKnownToClient(context, map.Version, AlwaysAskAgain)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : new PreparedBody(map.Whole);
    }

    private static SeatMapEvents Watch(Guid id) => new(id);
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

/// <summary>The state of a seat.</summary>
/// <param name="ChangedAt">The sequence of the map when this process learned of it.</param>
internal readonly record struct SeatMark(SeatStatus Status, long ChangedAt);
