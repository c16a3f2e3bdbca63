using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Catalog;

namespace Ticketing.Api;

internal static class CatalogEndpoints
{
    private const string RevalidateAlways = "no-cache";

    public static void MapCatalog(this IEndpointRouteBuilder api)
    {
        var schedules = api.MapGroup("/schedules").WithTags("Catalog");
        schedules.MapGet("/{id:guid}/seats", GetSeats)
            .WithSummary("The seats that cannot be had at this moment, at most a quarter of a second old")
            .AnswersVersion()
            .Answers(Problems.NotFound);
    }

    private static async Task<Results<Ok<SeatMapBody>, StatusCodeHttpResult, Problem>> GetSeats(
        Guid id, HttpContext context, IGrainFactory grains)
    {
        if (await grains.GetGrain<ISeatMapGrain>(GrainKeys.Of(id)).Get() is not { } map)
            return Problems.NotFound.Occurs();
        return EntityTags.IsKnownToClient(context, map.Version, RevalidateAlways)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(SeatMapBody.Of(map));
    }
}
