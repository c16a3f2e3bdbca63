using Ticketing.Catalog;
using Ticketing.Tickets;

namespace Ticketing.Api;

/// <summary>A ticket.</summary>
/// <param name="Seat">Its <c>seat_guid</c> in the plan; null for general admission, as everything about seats.</param>
/// <param name="Block">The name of the seat's part of the venue; null when the plan does not name it.</param>
/// <param name="Row">The number of its row.</param>
/// <param name="SeatNumber">Its number in the row.</param>
/// <param name="Label">Block, row and number as one line.</param>
/// <param name="Code">The content of the code that the gate scans; as a picture: GET /api/v1/tickets/{id}.svg.</param>
/// <param name="IsCancelled">The ticket is no longer valid.</param>
/// <param name="UsedAt">When it was used at a gate.</param>
public sealed record TicketBody(
    Guid Id,
    Guid ReservationId,
    Guid ScheduleId,
    string? Seat,
    string? Block,
    string? Row,
    string? SeatNumber,
    string? Label,
    string Category,
    string Code,
    bool IsCancelled,
    DateTimeOffset? UsedAt,
    string? UsedGate)
{
    internal static TicketBody Of(TicketView ticket, PlanLabels labels)
    {
        var label = labels.Find(ticket.SeatId);
        return new TicketBody(
            ticket.Id,
            ticket.ReservationId,
            ticket.ScheduleId,
            SeatIds.OrNull(ticket.SeatId),
            label?.Block,
            label?.Row,
            label?.Number,
            label?.Text,
            ticket.Category,
            ticket.Code,
            ticket.IsCancelled,
            ticket.UsedAt,
            ticket.UsedGate);
    }
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
        errors.RequireText("$.code", Texts.CleanCode(Code), TicketCodes.MaxLength);
        errors.RequireText("$.gate", Gate, Limits.MaxNameLength);
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
        errors.RequireText("$.reason", Reason, Limits.MaxNameLength);
        return errors;
    }
}

/// <summary>A ticket that was just used.</summary>
/// <param name="Seat">The seat's id; null for general admission, as everything about seats.</param>
/// <param name="Block">The name of the seat's part of the venue; null when the plan does not name it.</param>
/// <param name="Row">The number of its row.</param>
/// <param name="SeatNumber">Its number in the row.</param>
/// <param name="Label">Block, row and number as one line.</param>
public sealed record CheckInBody(
    Guid TicketId,
    Guid ScheduleId,
    string? Seat,
    string? Block,
    string? Row,
    string? SeatNumber,
    string? Label,
    string Category,
    DateTimeOffset UsedAt,
    string UsedGate)
{
    internal static CheckInBody Of(TicketView ticket, PlanLabels labels)
    {
        var label = labels.Find(ticket.SeatId);
        return new CheckInBody(
            ticket.Id,
            ticket.ScheduleId,
            SeatIds.OrNull(ticket.SeatId),
            label?.Block,
            label?.Row,
            label?.Number,
            label?.Text,
            ticket.Category,
            ticket.UsedAt!.Value,
            ticket.UsedGate!);
    }
}
