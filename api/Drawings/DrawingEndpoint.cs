using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ticketing.Catalog;
using Ticketing.Store;

namespace Ticketing.Api;

internal static class DrawingEndpoint
{
    /// <summary>
    /// Part of the ETag. Clients keep a drawing for ever, so a member never changes its meaning; another form of the
    /// drawing needs an address of its own.
    /// </summary>
    private const string Form = "drawing-1";

    private const string NeverChanges = "public, max-age=31536000, immutable";

    public static void MapDrawings(this IEndpointRouteBuilder api) =>
        api.MapGroup("/schedules").WithTags("Catalog").MapGet("/{id:guid}/drawing", Get)
            .WithSummary("The seating plan as pages draw it: seats by index, compact; it never changes")
            .WithDescription(
                "Seats are counted through zones, rows and seats in the order of the document, from 0; 'seatIndexes' "
                + "of a reservation, the bits of GET /schedules/{id}/seats?form=bits and the events of "
                + "GET /schedules/{id}/live use this index. Positions are whole tenths of the plan's units. In a row, "
                + "'x' and 'y' hold the position of the first seat and then differences: x of the third seat is "
                + "x[0] + x[1] + x[2]. 'categories' has one index for each seat, or a single one for the whole row. "
                + "Where 'numbers' is null, the number of the i-th seat (from 0) is from + i * step. Send "
                + "'Accept-Encoding: br' or 'gzip': the arena with 14,893 seats then takes about 20 KB.")
            .Produces<DrawingBody>()
            .AnswersVersion()
            .Answers(Problems.NotFound);

    private static async Task<IResult> Get(Guid id, HttpContext context, IGrainFactory grains)
    {
        if (await grains.GetGrain<IScheduleGrain>(GrainKeys.Of(id)).GetTerms() is null)
            return Problems.NotFound.Occurs();
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        return EntityTags.IsKnownToClient(context, $"{Form}-{id:D}", NeverChanges, isWeak: true)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : new SentPackedBody(services => services.GetRequiredService<DrawingCache>().GetAsync(id));
    }
}

/// <summary>The drawings that are requested most, ready to be sent; each is made once in a process.</summary>
internal sealed class DrawingCache(CatalogStore catalog, IOptions<JsonOptions> json, IOptions<ApiOptions> options)
    : IDisposable
{
    private readonly KeptPerSchedule<PackedBody> drawings = new(
        options.Value.DrawingCacheMaxBytes,
        async id => await catalog.GetScheduleAsync(id) is { } schedule && await catalog.GetPlanAsync(id) is { } plan
            ? PackedBody.Of(
                JsonSerializer.SerializeToUtf8Bytes(Drawing.Of(plan, schedule), json.Value.SerializerOptions),
                withBrotli: true)
            : null,
        drawing => drawing.SizeBytes);

    /// <summary>Null when there is no such schedule.</summary>
    public Task<PackedBody?> GetAsync(Guid scheduleId) => drawings.GetAsync(scheduleId);

    public void Dispose() => drawings.Dispose();
}
