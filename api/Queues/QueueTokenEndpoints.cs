using System.Globalization;
using System.Net.Mime;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Ticketing.Queues;

namespace Ticketing.Api;

internal static class QueueTokenEndpoints
{
    public static void MapQueue(this IEndpointRouteBuilder api)
    {
        var schedules = api.MapGroup("/schedules/{id:guid}").WithTags("Queue");
        schedules.MapGet("/queue", GetQueue)
            .WithSummary("The waiting queue of a schedule, at most a quarter of a second old")
            .Answers(Problems.NotFound);
        schedules.MapPost("/queue-tokens", Join)
            .WithSummary("Take a place in the queue; who asks again gets the same place")
            .RequireAuthorization()
            .Is(WorkKind.Join).AnswersLocation()
            .Answers(Problems.NotFound, Problems.NoQueue, Problems.QueueDraining, Problems.NotOnSale);

        var tokens = api.MapGroup("/queue-tokens/{token}").WithTags("Queue");
        tokens.MapGet("/", Look)
            .WithSummary("Where a place stands. The first look after its turn has come starts the time to reserve")
            .Produces<QueueTokenBody>()
            .Answers(Problems.QueueTokenInvalid, Problems.NotFound, Problems.NoQueue);
        tokens.MapDelete("/", Leave)
            .WithSummary("Give a place back, waiting or active")
            .RequireAuthorization()
            .Changes()
            .Produces(StatusCodes.Status204NoContent)
            .Answers(Problems.QueueTokenInvalid, Problems.QueueTokenForeign);
        tokens.MapGet("/events", Watch)
            .WithSummary("Where a place stands, as server-sent events: 'waiting', 'active', at last 'ended'")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.EventStream)
            .Answers(Problems.QueueTokenInvalid, Problems.NotFound, Problems.NoQueue);
    }

    private static async Task<Results<Ok<QueueBody>, Problem>> GetQueue(Guid id, QueueBoard board) =>
        await board.GetAsync(id) is { } view
            ? TypedResults.Ok(QueueBody.Of(view.Standing))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Created<QueueTokenBody>, Problem>> Join(
        Guid id, HttpResponse response, ClaimsPrincipal user, IGrainFactory grains, QueueTokens tokens,
        QueueLooks looks)
    {
        var outcome = await grains.GetGrain<IQueueEntranceGrain>(GrainKeys.Of(id)).Join(user.Id());
        if (outcome.Place is not { } place)
            return QueueRefusals.Explain(outcome.Result);
        var ticket = tokens.Sign(id, place);
        var look = await looks.FirstLookAsync(ticket);
        if (look.Body is null)
            return look.Problem!;
        SayWhen(response, look);
        return TypedResults.Created($"/api/v1/queue-tokens/{ticket.Token}", look.Body);
    }

    /// <summary>The hottest address of an on-sale: written in one piece, a third cheaper than in chunks.</summary>
    private static async Task<IResult> Look(
        string token, HttpResponse response, QueueTokens tokens, QueueLooks looks, IOptions<JsonOptions> json)
    {
        if (tokens.Read(token) is not { } ticket)
            return Problems.QueueTokenInvalid.Occurs();
        var look = await looks.LookAsync(ticket);
        if (look.Body is null)
            return look.Problem!;
        SayWhen(response, look);
        return new PreparedBody(JsonSerializer.SerializeToUtf8Bytes(look.Body, json.Value.SerializerOptions));
    }

    private static async Task<Results<NoContent, Problem>> Leave(
        string token, ClaimsPrincipal user, IGrainFactory grains, QueueTokens tokens, KnownPlaces known)
    {
        if (tokens.Read(token) is not { } ticket)
            return Problems.QueueTokenInvalid.Occurs();
        if (ticket.Place.UserId != user.Id())
            return Problems.QueueTokenForeign.Occurs();
        await grains.GetGrain<IQueueGrain>(GrainKeys.Of(ticket.ScheduleId)).Leave(ticket.Place);
        known.Add(ticket, QueueTokenStatus.Left);
        return TypedResults.NoContent();
    }

    private static IResult Watch(string token, QueueTokens tokens) =>
        tokens.Read(token) is { } ticket ? new QueueEvents(ticket) : Problems.QueueTokenInvalid.Occurs();

    private static void SayWhen(HttpResponse response, QueueLook look)
    {
        response.Headers.CacheControl = "no-store";
        if (!look.IsLast)
            response.Headers.RetryAfter = Jitter.Of(look.RetryAfterSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
