using System.Net.Mime;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Reads;
using Ticketing.Tickets;

namespace Ticketing.Api;

internal static class TicketEndpoints
{
    private const string ForSomeMinutes = "public, max-age=300";
    private const string OwnersAlone = "private, no-store";

    public static void MapTickets(this IEndpointRouteBuilder api)
    {
        var tickets = api.MapGroup("/tickets").WithTags("Tickets").RequireAuthorization();
        tickets.MapGet("/", List)
            .WithSummary("Your tickets, newest first")
            .Answers(Problems.InvalidRequest);
        tickets.MapGet("/{id:guid}.svg", GetPicture)
            .WithSummary("One of your tickets as a QR code")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Image.Svg)
            .Answers(Problems.NotFound, TicketProblems.TicketCancelled);
        api.MapGet("/ticket-keys", GetKeys)
            .WithTags("Tickets")
            .WithSummary("The public keys that tickets are checked with, without a connection");
        api.MapPost("/operator/tickets/check-in", CheckIn)
            .WithTags("Operator").RequireOperator()
            .WithSummary("Let the bearer of a ticket in, once")
            .Changes()
            .Answers(
                TicketProblems.TicketUsed, TicketProblems.TicketCancelled, TicketProblems.TicketElsewhere,
                TicketProblems.TicketInvalid);
    }

    private static async Task<Results<Ok<PageBody<TicketBody>>, Problem>> List(
        [AsParameters] PageQuery page, ClaimsPrincipal user, TicketReads reads, CancellationToken cancellation)
    {
        if (!page.TryRead(Cursor.ReadPosition, out var limit, out var after, out var problem))
            return problem;
        var found = await reads.ListAsync(user.Id(), after, limit, cancellation);
        return TypedResults.Ok(Pages.Of(
            found, limit, row => TicketBody.Of(row.Ticket), last => Cursor.Of(last.IssuedAt, last.Ticket.Id)));
    }

    private static async Task<IResult> GetPicture(
        Guid id, HttpResponse response, ClaimsPrincipal user, TicketReads reads, CancellationToken cancellation)
    {
        if (await reads.FindAsync(id, cancellation) is not { Ticket: { Code.Length: > 0 } ticket } found
            || found.UserId != user.Id())
        {
            return Problems.NotFound.Occurs();
        }

        if (ticket.IsCancelled)
            return TicketProblems.TicketCancelled.Occurs();
        response.Headers.CacheControl = OwnersAlone;
        return TypedResults.Content(QrPicture.Draw(ticket.Code), MediaTypeNames.Image.Svg);
    }

    private static Ok<TicketKeysBody> GetKeys(HttpResponse response, TicketCodes codes)
    {
        response.Headers.CacheControl = ForSomeMinutes;
        return TypedResults.Ok(new TicketKeysBody([.. codes.PublicKeys.Select(TicketKeyBody.Of)]));
    }

    /// <summary>What a code says is asked of no database before its signature is seen to be ours.</summary>
    private static async Task<Results<Ok<CheckInBody>, Problem>> CheckIn(
        CheckInRequest body, IGrainFactory grains, TicketCodes codes, TicketReads reads,
        CancellationToken cancellation)
    {
        if (body.Check() is { Any: true } errors)
            return errors.ToProblem();
        if (codes.Read(body.Code) is not { } claims)
            return TicketProblems.TicketInvalid.Occurs();
        if (body.ScheduleId is { } scheduleId && scheduleId != claims.ScheduleId)
            return TicketProblems.TicketElsewhere.With("scheduleId", claims.ScheduleId);
        if (await reads.FindAsync(claims.TicketId, cancellation) is not { } found)
            return TicketProblems.TicketInvalid.Occurs();
        var grain = grains.GetGrain<ITicketGrain>(GrainKeys.Of(found.Ticket.ReservationId));
        var outcome = await grain.CheckIn(claims.TicketId, body.Gate);
        return outcome.Result switch
        {
            CheckInResult.Admitted => TypedResults.Ok(CheckInBody.Of(outcome.Ticket!)),
            CheckInResult.UsedBefore => TicketProblems.TicketUsed
                .With("usedAt", outcome.Ticket!.UsedAt).With("usedGate", outcome.Ticket.UsedGate),
            CheckInResult.Cancelled => TicketProblems.TicketCancelled.Occurs(),
            CheckInResult.Unknown => TicketProblems.TicketInvalid.Occurs(),
            _ => throw new InvalidOperationException($"A check-in had the unknown outcome {outcome.Result}."),
        };
    }
}
