using System.ComponentModel;
using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Catalog;

namespace Ticketing.Api;

internal static class LiveEndpoint
{
    private const string LastEventId = "Last-Event-ID";

    public static void MapLive(this IEndpointRouteBuilder api) =>
        api.MapGroup("/schedules").WithTags("Catalog").MapGet("/{id:guid}/live", Open)
            .WithSummary("Everything that a page shows of a schedule, as one stream of server-sent events")
            .WithDescription(
                "'time' {now}: at the beginning and every 15 s. With 'map=true': 'map', the body of "
                + "GET /schedules/{id}/seats?form=bits, then at most ten times a second 'changes' {version, changes: "
                + "[index, state, index, state, ...]}; their event id is the version, and a client that comes back "
                + "with it (header Last-Event-ID, or 'lastEventId' in the address) gets 'changes' instead of 'map' "
                + "when they are known. With 'token': 'place', the body of GET /queue-tokens/{token}?enter=false, "
                + "whenever it has changed, and as the last of the place 'place-ended', or 'refused' with problem "
                + "details; the stream only looks, and the other events go on. For a signed-in fan, with the map or "
                + "without a token: 'reservations' at the beginning, and when one of the fan's reservations here or "
                + "its payment has changed, and sometimes when none has: read them again. Only the client closes the "
                + "stream.")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.EventStream)
            .Answers(
                Problems.NotFound, Problems.InvalidRequest, Problems.QueueTokenInvalid, Problems.QueueTokenForeign);

    private static async Task<IResult> Open(
        Guid id, [AsParameters] LiveQuery query, HttpContext context, IGrainFactory grains, QueueTokens tokens)
    {
        if (query.Map is not (null or "true" or "false"))
            return Problems.InvalidRequest.At("map", "must be one of: true, false");
        if (await grains.GetGrain<IScheduleGrain>(GrainKeys.Of(id)).GetTerms() is null)
            return Problems.NotFound.Occurs();
        QueueTicket? ticket = null;
        if (query.Token is { } token)
        {
            ticket = tokens.Read(token);
            if (ticket is null)
                return Problems.QueueTokenInvalid.Occurs();
            if (ticket.Value.ScheduleId != id)
                return Problems.QueueTokenForeign.Occurs();
        }

        // A browser that reconnects by itself sends the header, and the address of its first attempt.
        var header = context.Request.Headers[LastEventId].ToString();
        var known = header.Length > 0 ? header : query.LastEventId ?? "";
        return new LiveEvents(id, new LiveWish(query.Map == "true", ticket, context.User.FindId(), known));
    }
}

/// <summary>The query of a page's stream.</summary>
internal sealed record LiveQuery(
    [property: FromQuery(Name = "map")] string? Map,
    [property: FromQuery(Name = "token"), Description("Of a place in the queue of the schedule.")] string? Token,
    [property: FromQuery(Name = "lastEventId")] string? LastEventId);
