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
            .WithSummary("Take a place in the queue; a fan who has one gets it again")
            .RequireAuthorization()
            .Is(WorkKind.Join).AnswersLocation()
            .Answers(Problems.NotFound, Problems.NoQueue, Problems.QueueDraining, Problems.NotOnSale);
        schedules.MapGet("/place", GetPlace)
            .WithSummary("Your place in the queue of a schedule, on whatever device you took it; null without one")
            .WithDescription("Takes neither a place nor a turn. A place that has ended is returned until you take "
                + "another one. Without a waiting queue it is null.")
            .RequireAuthorization()
            .Answers(Problems.NotFound);

        var tokens = api.MapGroup("/queue-tokens/{token}").WithTags("Queue");
        tokens.MapGet("/", Look)
            .WithSummary("The state of a place. The first poll after its turn has come starts the time to reserve")
            .WithDescription("With enter=false the turn is not taken: the status is 'Called', until 'claimUntil'.")
            .Produces<QueueTokenBody>()
            .Answers(Problems.QueueTokenInvalid, Problems.NotFound, Problems.NoQueue);
        tokens.MapPost("/entry", Enter)
            .WithSummary("Take the turn that has come: starts the time to reserve; safe to repeat")
            .Changes()
            .Answers([.. QueueRefusals.OfTurn])
            .Answers(Problems.NotFound, Problems.NoQueue, Problems.NotOnSale);
        tokens.MapPost("/more-time", GiveMoreTime)
            .WithSummary("Prolong the time to take the turn by another claim window")
            .WithDescription("As often as the schedule's queue allows ('moreTimes'). A repeat with the same "
                + "Idempotency-Key prolongs it once. A fan who is active already gets the state of the place.")
            .Changes().NeedsIdempotencyKey()
            .Answers([.. QueueRefusals.OfTurn])
            .Answers(Problems.NotFound, Problems.NoQueue, Problems.NotOnSale, Problems.NoMoreTimeLeft);
        tokens.MapDelete("/", Leave)
            .WithSummary("Give a place back, waiting or active")
            .RequireAuthorization()
            .Changes()
            .Produces(StatusCodes.Status204NoContent)
            .Answers(Problems.QueueTokenInvalid, Problems.QueueTokenForeign);
        tokens.MapGet("/events", Watch)
            .WithSummary("The state of a place as server-sent events: 'waiting', 'active', then 'ended' or 'refused'")
            .WithDescription("With enter=false the turn is not taken, and 'called' says that it has come. "
                + "The data of 'refused' are problem details. '/problems/no-queue': the queue was switched "
                + "off; close the stream and reserve without a token. If it is switched on again, the place is "
                + "still there. After 'ended' and 'refused' the server closes the stream: close it, too, or the "
                + "browser opens it again. A stream that ends without either was interrupted; open it again.")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.EventStream)
            .Answers(Problems.QueueTokenInvalid, Problems.NotFound, Problems.NoQueue);
    }

    private static async Task<Results<Ok<QueueBody>, Problem>> GetQueue(Guid id, QueueCache board) =>
        await board.GetAsync(id) is { } view
            ? TypedResults.Ok(QueueBody.Of(view.Summary))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Created<QueueTokenBody>, Problem>> Join(
        Guid id, [AsParameters] EnterQuery query, HttpResponse response, ClaimsPrincipal user,
        IGrainFactory grains, QueueTokens tokens, QueueLooks looks)
    {
        if (query.Refuse() is { } problem)
            return problem;
        var outcome = await grains.GetGrain<IQueueEntranceGrain>(GrainKeys.Of(id)).Join(user.Id());
        if (outcome.Place is not { } place)
            return QueueRefusals.Explain(outcome.Result);
        var ticket = tokens.Sign(id, place);
        var look = await looks.FirstLookAsync(ticket, query.Enters);
        if (look.Body is null)
            return look.Problem!;
        SayWhen(response, look);
        return TypedResults.Created($"/api/v1/queue-tokens/{ticket.Token}", look.Body);
    }

    /// <summary>The most requested address of an on-sale: a body written in one piece costs a third less.</summary>
    private static async Task<IResult> Look(
        string token, [AsParameters] EnterQuery query, HttpResponse response, QueueTokens tokens,
        QueueLooks looks, IOptions<JsonOptions> json)
    {
        if (query.Refuse() is { } problem)
            return problem;
        if (tokens.Read(token) is not { } ticket)
            return Problems.QueueTokenInvalid.Occurs();
        var look = await looks.LookAsync(ticket, query.Enters);
        if (look.Body is null)
            return look.Problem!;
        SayWhen(response, look);
        return new PreparedBody(JsonSerializer.SerializeToUtf8Bytes(look.Body, json.Value.SerializerOptions));
    }

    private static async Task<Results<Ok<OwnPlaceBody>, Problem>> GetPlace(
        Guid id, HttpResponse response, ClaimsPrincipal user, QueueTokens tokens, QueueLooks looks)
    {
        response.Headers.CacheControl = "no-store";
        if (await looks.FindAsync(id, user.Id(), place => tokens.Sign(id, place)) is not { } look)
            return TypedResults.Ok(new OwnPlaceBody(Place: null));
        if (look.Body is null)
            return look.Problem!;
        SayWhen(response, look);
        return TypedResults.Ok(new OwnPlaceBody(look.Body));
    }

    private static async Task<Results<Ok<QueueTokenBody>, Problem>> Enter(
        string token, HttpResponse response, QueueTokens tokens, QueueLooks looks)
    {
        if (tokens.Read(token) is not { } ticket)
            return Problems.QueueTokenInvalid.Occurs();
        var look = await looks.TakeTurnAsync(ticket);
        if (look.Body is null)
            return look.Problem!;
        SayWhen(response, look);
        return TypedResults.Ok(look.Body);
    }

    private static async Task<Results<Ok<QueueTokenBody>, Problem>> GiveMoreTime(
        string token, HttpRequest request, QueueTokens tokens, QueueLooks looks)
    {
        if (IdempotencyKey.Read(request, out var problem) is not { } key)
            return problem;
        if (tokens.Read(token) is not { } ticket)
            return Problems.QueueTokenInvalid.Occurs();
        var requestId = DerivedId.Of(ticket.Place.UserId, $"more-time:{key}");
        var look = await looks.GiveMoreTimeAsync(ticket, requestId);
        if (look.Body is null)
            return look.Problem!;
        SayWhen(request.HttpContext.Response, look);
        return TypedResults.Ok(look.Body);
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

    private static IResult Watch(string token, [AsParameters] EnterQuery query, QueueTokens tokens)
    {
        if (query.Refuse() is { } problem)
            return problem;
        return tokens.Read(token) is { } ticket
            ? new QueueEvents(ticket, query.Enters)
            : Problems.QueueTokenInvalid.Occurs();
    }

    private static void SayWhen(HttpResponse response, QueueLook look)
    {
        response.Headers.CacheControl = "no-store";
        if (!look.IsLast)
            response.Headers.RetryAfter = Jitter.Of(look.RetryAfterSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
