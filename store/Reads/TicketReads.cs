using Dapper;
using Npgsql;
using Ticketing.Tickets;

namespace Ticketing.Store;

/// <summary>Reads tickets from the tables.</summary>
public sealed class TicketReads(NpgsqlDataSource database, ITicketSigner signer)
{
    /// <summary>A cancelled ticket without a code was never issued, so it is left out.</summary>
    private const string Columns =
        """
        select id, reservation_id as ReservationId, schedule_id as ScheduleId, user_id as UserId, seat_id as SeatId,
               category, code, is_cancelled as IsCancelled, issued_at as IssuedAt, used_at as UsedAt,
               used_gate as UsedGate
        from tickets
        where not (is_cancelled and code = '')
        """;

    /// <summary>A fan's tickets, newest first, cancelled ones included.</summary>
    public async Task<IReadOnlyList<FanTicket>> ListAsync(
        Guid userId, PagePosition after, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            $"""
            {Columns} and user_id = @userId and (issued_at, id) < (@at, @id)
            order by issued_at desc, id desc
            limit @limit
            """,
            new { userId, at = after.At, id = after.Id, limit },
            cancellationToken: cancellation));
        return [.. rows.Select(ToTicket)];
    }

    /// <summary>Null when there is no such ticket.</summary>
    public async Task<FanTicket?> FindAsync(Guid ticketId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
            $"{Columns} and id = @ticketId", new { ticketId }, cancellationToken: cancellation));
        return row is null ? null : ToTicket(row);
    }

    private FanTicket ToTicket(Row row) => new(
        TicketRules.Show(
            new TicketView(
                row.Id, row.ReservationId, row.ScheduleId, row.SeatId, row.Category, row.Code, row.IsCancelled,
                row.UsedAt, row.UsedGate),
            signer),
        row.UserId,
        row.IssuedAt);

    private sealed record Row(
        Guid Id,
        Guid ReservationId,
        Guid ScheduleId,
        Guid UserId,
        string SeatId,
        string Category,
        string Code,
        bool IsCancelled,
        DateTime IssuedAt,
        DateTime? UsedAt,
        string? UsedGate);
}

/// <summary>A ticket with its owner and when it was issued.</summary>
public sealed record FanTicket(TicketView Ticket, Guid UserId, DateTimeOffset IssuedAt);
