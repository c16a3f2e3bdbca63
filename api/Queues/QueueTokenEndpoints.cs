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

        var tokens = api.MapGroup("/queue-tokens/{token}").WithTags("Queue");
        tokens.MapGet("/", Look)
            .WithSummary("The state of a place. The first poll after its turn has come starts the time to reserve")
            .Produces<QueueTokenBody>()
            .Answers(Problems.QueueTokenInvalid, Problems.NotFound, Problems.NoQueue);
        tokens.MapDelete("/", Leave)
            .WithSummary("Give a place back, waiting or active")
            .RequireAuthorization()
            .Changes()
            .Produces(StatusCodes.Status204NoContent)
            .Answers(Problems.QueueTokenInvalid, Problems.QueueTokenForeign);
        tokens.MapGet("/events", Watch)
            .WithSummary("The state of a place as server-sent events: 'waiting', 'active', then 'ended' or 'refused'")
            .WithDescription("The data of 'refused' are problem details. '/problems/no-queue': the queue was switched "
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

    /// <summary>The most requested address of an on-sale: a body written in one piece costs a third less.</summary>
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

/// <summary>A fan's place in the queue of a schedule.</summary>
/// <param name="Token">Send it as 'Queue-Token' with a reservation.</param>
/// <param name="Number">The place in order of arrival, from 1.</param>
/// <param name="Ahead">Turns before this one; null when it has come, or is not drawn yet.</param>
/// <param name="EstimatedWaitSeconds">At the pace of the last minute; null when that gives no estimate.</param>
/// <param name="ActiveUntil">Until when the fan may reserve.</param>
/// <param name="SoldOut">No seat is free and none is held.</param>
/// <param name="OnlyHeldSeats">No seat is free, but some are held and become free if they are not paid for.</param>
/// <param name="OpensAt">When the sale opens; no turn comes earlier. Null when it could not be read.</param>
public sealed record QueueTokenBody(
    string Token,
    Guid ScheduleId,
    long Number,
    QueueTokenStatus Status,
    long? Ahead,
    long? EstimatedWaitSeconds,
    DateTimeOffset? ActiveUntil,
    bool SoldOut,
    bool OnlyHeldSeats,
    DateTimeOffset? OpensAt)
{
    internal static QueueTokenBody Of(QueueTicket ticket, QueueSummary summary, QueueTokenStatus status) => new(
        ticket.Token,
        ticket.ScheduleId,
        ticket.Place.Number,
        status,
        Ahead: null,
        EstimatedWaitSeconds: null,
        ActiveUntil: null,
        summary.Supply == SeatSupply.SoldOut,
        summary.Supply == SeatSupply.OnlyHeld,
        summary.OpensAt);

    /// <summary>A place that was given, but whose state could not be read.</summary>
    internal static QueueTokenBody Unseen(QueueTicket ticket) => new(
        ticket.Token,
        ticket.ScheduleId,
        ticket.Place.Number,
        QueueTokenStatus.Waiting,
        Ahead: null,
        EstimatedWaitSeconds: null,
        ActiveUntil: null,
        SoldOut: false,
        OnlyHeldSeats: false,
        OpensAt: null);
}

/// <summary>The state of a fan's place in a queue.</summary>
public enum QueueTokenStatus
{
    /// <summary>The order is drawn when the sale opens.</summary>
    BeforeDraw,

    Waiting,

    /// <summary>It is this fan's turn: reserve with the token until 'activeUntil'.</summary>
    Active,

    /// <summary>The turn came, but the fan did not.</summary>
    Missed,

    /// <summary>The time to reserve is over.</summary>
    RanOut,

    /// <summary>The place was given back.</summary>
    Left,

    /// <summary>Paid with a reservation of this turn.</summary>
    Served,

    /// <summary>The reservation of this turn was cancelled or expired.</summary>
    Released,

    /// <summary>The event has begun.</summary>
    Closed,
}
