using System.Net.Mime;

namespace Ticketing.Api;

internal static class SeatMapEndpoints
{
    private const string AlwaysAskAgain = "no-cache";

    public static void MapSeatMaps(this IEndpointRouteBuilder api)
    {
        var seats = api.MapGroup("/schedules/{id:guid}/seats").WithTags("Catalog");
        seats.MapGet("/", Get)
            .WithSummary("The seats that cannot be had, as they were a moment ago")
            .Produces<SeatMapBody>()
            .AnswersVersion()
            .Answers(Problems.NotFound);
        seats.MapGet("/events", Watch)
            .WithSummary("The same as server-sent events: 'map', the whole, then 'changes', at most ten a second")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.EventStream)
            .Answers(Problems.NotFound);
    }

    private static async Task<IResult> Get(Guid id, HttpContext context, SeatMapBoard board)
    {
        if (await board.GetAsync(id) is not { } map)
            return Problems.NotFound.Occurs();
        return EntityTags.IsKnownToClient(context, map.Version, AlwaysAskAgain)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : new PreparedBody(map.Whole);
    }

    private static SeatMapEvents Watch(Guid id) => new(id);
}
