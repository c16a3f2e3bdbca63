using System.Net.Mime;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Store;
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
            .WithSummary("One of your tickets as a QR code, with the seat and its category under it")
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Image.Svg)
            .Answers(Problems.NotFound, TicketProblems.TicketCancelled);
        api.MapGet("/ticket-keys", GetKeys)
            .WithTags("Tickets")
            .WithSummary("The public keys to check tickets with, without a connection");
        api.MapPost("/operator/tickets/check-in", CheckIn)
            .WithTags("Operator").RequireOperator()
            .WithSummary("Let the bearer of a ticket in, once")
            .Changes()
            .Answers(
                TicketProblems.TicketUsed, TicketProblems.TicketCancelled, TicketProblems.TicketElsewhere,
                TicketProblems.TicketInvalid, TicketProblems.DoorsClosed);
        api.MapPost("/operator/tickets/undo-check-in", UndoCheckIn)
            .WithTags("Operator").RequireOperator()
            .WithSummary("Take a check-in back: the ticket admits again, and can be returned again")
            .Changes()
            .Answers(
                TicketProblems.TicketNotUsed, TicketProblems.TicketCancelled, TicketProblems.TicketElsewhere,
                TicketProblems.TicketInvalid);
    }

    private static async Task<Results<Ok<PageBody<TicketBody>>, Problem>> List(
        [AsParameters] PageQuery page, ClaimsPrincipal user, TicketReads reads, SeatLabels labels,
        CancellationToken cancellation)
    {
        var list = Cursor.Of($"tickets {user.Id()}");
        if (!page.TryRead(list.ReadPosition, out var limit, out var after, out var problem))
            return problem;
        var found = await reads.ListAsync(user.Id(), after, limit, cancellation);
        var known = await labels.OfAsync(found.Select(row => row.Ticket.ScheduleId));
        var listed = Pages.Of(
            found, limit, row => TicketBody.Of(row.Ticket, known[row.Ticket.ScheduleId]),
            last => list.At(last.IssuedAt, last.Ticket.Id));

        // The ids, which order tickets of one time, are random: those of one reservation are put in the plan's order.
        var ordered = listed.Items.GroupBy(ticket => ticket.ReservationId).SelectMany(
            group => known[group.First().ScheduleId].InOrder(group, ticket => ticket.Seat ?? ""));
        return TypedResults.Ok(listed with { Items = [.. ordered] });
    }

    private static async Task<IResult> GetPicture(
        Guid id, HttpResponse response, ClaimsPrincipal user, TicketReads reads, SeatLabels labels,
        CancellationToken cancellation)
    {
        if (await reads.FindAsync(id, cancellation) is not { Ticket: { Code.Length: > 0 } ticket } found
            || found.UserId != user.Id())
        {
            return Problems.NotFound.Occurs();
        }

        if (ticket.IsCancelled)
            return TicketProblems.TicketCancelled.Occurs();
        response.Headers.CacheControl = OwnersAlone;
        var label = (await labels.OfAsync(ticket.ScheduleId)).Find(ticket.SeatId);
        return TypedResults.Content(
            TicketPicture.Draw(ticket.Code, [label?.Text ?? "", ticket.Category]), MediaTypeNames.Image.Svg);
    }

    private static Ok<TicketKeysBody> GetKeys(HttpResponse response, TicketCodes codes)
    {
        response.Headers.CacheControl = ForSomeMinutes;
        return TypedResults.Ok(new TicketKeysBody([.. codes.PublicKeys.Select(TicketKeyBody.Of)]));
    }

    private static async Task<Results<Ok<CheckInBody>, Problem>> CheckIn(
        CheckInRequest body, IGrainFactory grains, TicketCodes codes, TicketReads reads, SeatLabels labels,
        CancellationToken cancellation)
    {
        var (scanned, problem) = await ScanAsync(
            body.Check(), body.Code, body.ScheduleId, codes, reads, cancellation);
        if (scanned is null)
            return problem;
        var outcome = await GrainOf(scanned, grains).CheckIn(scanned.Id, body.Gate);
        return outcome.Result switch
        {
            CheckInResult.Admitted => TypedResults.Ok(CheckInBody.Of(
                outcome.Ticket!, await labels.OfAsync(scanned.ScheduleId))),
            CheckInResult.UsedBefore => TicketProblems.TicketUsed
                .With("usedAt", outcome.Ticket!.UsedAt).With("usedGate", outcome.Ticket.UsedGate)
                .With("label", (await labels.OfAsync(scanned.ScheduleId)).Find(outcome.Ticket.SeatId)?.Text),
            CheckInResult.Cancelled => TicketProblems.TicketCancelled.Occurs(),
            CheckInResult.TooEarly => TicketProblems.DoorsClosed.With("doorsAt", outcome.DoorsAt),
            CheckInResult.Unknown => TicketProblems.TicketInvalid.Occurs(),
            _ => throw new InvalidOperationException($"A check-in had the unknown outcome {outcome.Result}."),
        };
    }

    private static async Task<Results<Ok<TicketBody>, Problem>> UndoCheckIn(
        UndoCheckInRequest body, IGrainFactory grains, TicketCodes codes, TicketReads reads, SeatLabels labels,
        CancellationToken cancellation)
    {
        var (scanned, problem) = await ScanAsync(
            body.Check(), body.Code, body.ScheduleId, codes, reads, cancellation);
        if (scanned is null)
            return problem;
        var command = new UndoCheckIn(scanned.Id, body.Gate, body.Reason);
        var outcome = await GrainOf(scanned, grains).UndoCheckIn(command);
        return outcome.Result switch
        {
            UndoCheckInResult.Undone => TypedResults.Ok(TicketBody.Of(
                outcome.Ticket!, await labels.OfAsync(scanned.ScheduleId))),
            UndoCheckInResult.NotUsed when outcome.Ticket!.IsCancelled => TicketProblems.TicketCancelled.Occurs(),
            UndoCheckInResult.NotUsed => TicketProblems.TicketNotUsed.Occurs(),
            UndoCheckInResult.Unknown => TicketProblems.TicketInvalid.Occurs(),
            _ => throw new InvalidOperationException($"Undoing a check-in had the unknown outcome {outcome.Result}."),
        };
    }

    /// <summary>
    /// The ticket of a scanned code, or the problem. The database is not asked about a code before its signature has
    /// been verified.
    /// </summary>
    /// <param name="errors">The faults of the request.</param>
    private static async Task<(TicketView? Ticket, Problem Problem)> ScanAsync(
        FieldProblems errors, string code, Guid scheduleId, TicketCodes codes, TicketReads reads,
        CancellationToken cancellation)
    {
        if (errors.Any)
            return (null, errors.ToProblem());
        // Scanners add line ends and blanks.
        if (codes.Read(Texts.CleanCode(code)) is not { } claims)
            return (null, TicketProblems.TicketInvalid.Occurs());
        if (scheduleId != claims.ScheduleId)
            return (null, TicketProblems.TicketElsewhere.With("scheduleId", claims.ScheduleId));
        var found = await reads.FindAsync(claims.TicketId, cancellation);
        return (found?.Ticket, TicketProblems.TicketInvalid.Occurs());
    }

    private static ITicketGrain GrainOf(TicketView ticket, IGrainFactory grains) =>
        grains.GetGrain<ITicketGrain>(GrainKeys.Of(ticket.ReservationId));
}
