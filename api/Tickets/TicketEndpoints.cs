using System.Net.Mime;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;
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
            .WithSummary("One of your tickets as a QR code")
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

    private static async Task<Results<Ok<CheckInBody>, Problem>> CheckIn(
        CheckInRequest body, IGrainFactory grains, TicketCodes codes, TicketReads reads,
        CancellationToken cancellation)
    {
        if (body.Check() is { Any: true } errors)
            return errors.ToProblem();
        var (scanned, problem) = await FindAsync(body.Code, body.ScheduleId, codes, reads, cancellation);
        if (scanned is null)
            return problem;
        var outcome = await GrainOf(scanned, grains).CheckIn(scanned.Id, body.Gate);
        return outcome.Result switch
        {
            CheckInResult.Admitted => TypedResults.Ok(CheckInBody.Of(outcome.Ticket!)),
            CheckInResult.UsedBefore => TicketProblems.TicketUsed
                .With("usedAt", outcome.Ticket!.UsedAt).With("usedGate", outcome.Ticket.UsedGate),
            CheckInResult.Cancelled => TicketProblems.TicketCancelled.Occurs(),
            CheckInResult.TooEarly => TicketProblems.DoorsClosed.With("doorsAt", outcome.DoorsAt),
            CheckInResult.Unknown => TicketProblems.TicketInvalid.Occurs(),
            _ => throw new InvalidOperationException($"A check-in had the unknown outcome {outcome.Result}."),
        };
    }

    private static async Task<Results<Ok<TicketBody>, Problem>> UndoCheckIn(
        UndoCheckInRequest body, IGrainFactory grains, TicketCodes codes, TicketReads reads,
        CancellationToken cancellation)
    {
        if (body.Check() is { Any: true } errors)
            return errors.ToProblem();
        var (scanned, problem) = await FindAsync(body.Code, body.ScheduleId, codes, reads, cancellation);
        if (scanned is null)
            return problem;
        var command = new UndoCheckIn(scanned.Id, body.Gate, body.Reason);
        var outcome = await GrainOf(scanned, grains).UndoCheckIn(command);
        return outcome.Result switch
        {
            UndoCheckInResult.Undone => TypedResults.Ok(TicketBody.Of(outcome.Ticket!)),
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
    private static async Task<(TicketView? Ticket, Problem Problem)> FindAsync(
        string code, Guid scheduleId, TicketCodes codes, TicketReads reads, CancellationToken cancellation)
    {
        if (codes.Read(code) is not { } claims)
            return (null, TicketProblems.TicketInvalid.Occurs());
        if (scheduleId != claims.ScheduleId)
            return (null, TicketProblems.TicketElsewhere.With("scheduleId", claims.ScheduleId));
        var found = await reads.FindAsync(claims.TicketId, cancellation);
        return (found?.Ticket, TicketProblems.TicketInvalid.Occurs());
    }

    private static ITicketGrain GrainOf(TicketView ticket, IGrainFactory grains) =>
        grains.GetGrain<ITicketGrain>(GrainKeys.Of(ticket.ReservationId));
}

/// <summary>A ticket.</summary>
/// <param name="Seat">Its <c>seat_guid</c> in the plan; null for general admission.</param>
/// <param name="Code">The content of the code that the gate scans; as a picture: GET /api/v1/tickets/{id}.svg.</param>
/// <param name="IsCancelled">The ticket is no longer valid.</param>
/// <param name="UsedAt">When it was used at a gate.</param>
public sealed record TicketBody(
    Guid Id,
    Guid ReservationId,
    Guid ScheduleId,
    string? Seat,
    string Category,
    string Code,
    bool IsCancelled,
    DateTimeOffset? UsedAt,
    string? UsedGate)
{
    internal static TicketBody Of(TicketView ticket) => new(
        ticket.Id,
        ticket.ReservationId,
        ticket.ScheduleId,
        ticket.SeatId.Length == 0 ? null : ticket.SeatId,
        ticket.Category,
        ticket.Code,
        ticket.IsCancelled,
        ticket.UsedAt,
        ticket.UsedGate);
}

/// <summary>A public key as a JSON Web Key (RFC 7517, 7518).</summary>
/// <param name="Kty">EC: a point on a curve.</param>
/// <param name="Crv">P-256.</param>
/// <param name="X">Base64url; so is <paramref name="Y"/>.</param>
/// <param name="Use">sig: it checks signatures.</param>
/// <param name="Alg">ES256: ECDSA with SHA-256.</param>
/// <param name="Kid">The key id in the codes that it checks: base64url of 6 bytes.</param>
public sealed record TicketKeyBody(string Kty, string Crv, string X, string Y, string Use, string Alg, string Kid)
{
    internal static TicketKeyBody Of(TicketPublicKey key) => new("EC", "P-256", key.X, key.Y, "sig", "ES256", key.Id);
}

/// <summary>
/// The keys that tickets are checked with, as a JSON Web Key Set. A code is base64url of: version (1 byte, 1), key id
/// (6), ticket (16), schedule (16), seat (UTF-8, of any length), signature of all before it (64: r and s, s at most
/// half the order of the curve).
/// </summary>
public sealed record TicketKeysBody(IReadOnlyList<TicketKeyBody> Keys);

/// <summary>A ticket at a gate.</summary>
/// <param name="Code">The scanned code.</param>
/// <param name="Gate">The name of the gate: 1 to 200 characters.</param>
/// <param name="ScheduleId">The date that the gate lets in; tickets of others are refused.</param>
public sealed record CheckInRequest(string Code, string Gate, Guid ScheduleId)
{
    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        errors.Require(
            Code.Length is >= 1 and <= TicketCodes.MaxLength,
            "$.code",
            $"A code has 1 to {TicketCodes.MaxLength} characters.");
        errors.Require(
            Gate.Length is >= 1 and <= Limits.MaxNameLength,
            "$.gate",
            $"A gate has 1 to {Limits.MaxNameLength} characters.");
        return errors;
    }
}

/// <summary>A check-in to take back.</summary>
/// <param name="Code">The scanned code.</param>
/// <param name="Gate">The name of the gate that undoes it: 1 to 200 characters.</param>
/// <param name="ScheduleId">The date that the gate lets in.</param>
/// <param name="Reason">Why, 1 to 200 characters; kept with the ticket.</param>
public sealed record UndoCheckInRequest(string Code, string Gate, Guid ScheduleId, string Reason)
{
    internal FieldProblems Check()
    {
        var errors = new CheckInRequest(Code, Gate, ScheduleId).Check();
        errors.Require(
            Reason.Length is >= 1 and <= Limits.MaxNameLength,
            "$.reason",
            $"A reason has 1 to {Limits.MaxNameLength} characters.");
        return errors;
    }
}

/// <summary>A ticket that was just used.</summary>
/// <param name="Seat">The seat; null for general admission.</param>
public sealed record CheckInBody(
    Guid TicketId, Guid ScheduleId, string? Seat, string Category, DateTimeOffset UsedAt, string UsedGate)
{
    internal static CheckInBody Of(TicketView ticket) => new(
        ticket.Id,
        ticket.ScheduleId,
        ticket.SeatId.Length == 0 ? null : ticket.SeatId,
        ticket.Category,
        ticket.UsedAt!.Value,
        ticket.UsedGate!);
}

/// <summary>A ticket's code as a QR code, in SVG.</summary>
internal static class QrPicture
{
    /// <summary>Still readable when a seventh of it is hidden.</summary>
    private const QRCodeGenerator.ECCLevel Correction = QRCodeGenerator.ECCLevel.M;

    public static string Draw(string code)
    {
        using var modules = QRCodeGenerator.GenerateQrCode(code, Correction);
        using var picture = new SvgQRCode(modules);
        return picture.GetGraphic(
            pixelsPerModule: 1, "#000", "#fff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
