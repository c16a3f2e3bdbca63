using Dapper;
using Npgsql;
using Ticketing.Reservations;

namespace Ticketing.Reads;

/// <summary>
/// A fan's reservations, newest first, as the tables have them: one that ran out a moment ago may still be Pending.
/// What must be exact asks the reservation's grain.
/// </summary>
public sealed class ReservationReads(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<ReservationView>> ListAsync(
        Guid userId, PagePosition after, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select r.id, r.schedule_id as ScheduleId, r.status, p.status as Payment, r.amount,
                   r.created_at as CreatedAt, r.expires_at as ExpiresAt, r.reason
            from reservations r
            join payments p on p.reservation_id = r.id
            where r.user_id = @userId and (r.created_at, r.id) < (@at, @id)
            order by r.created_at desc, r.id desc
            limit @limit
            """,
            new { userId, at = after.At, id = after.Id, limit },
            cancellationToken: cancellation))).AsList();
        var seats = (await connection.QueryAsync<SeatOfReservation>(new CommandDefinition(
            """
            select reservation_id as ReservationId, seat_id as SeatId, category, price
            from reservation_seats
            where reservation_id = any(@ids)
            order by reservation_id, ordinal
            """,
            new { ids = rows.Select(row => row.Id).ToArray() },
            cancellationToken: cancellation))).ToLookup(seat => seat.ReservationId);
        return [.. rows.Select(row => ToView(row, seats[row.Id]))];
    }

    private static ReservationView ToView(Row row, IEnumerable<SeatOfReservation> seats) => new(
        row.Id,
        row.ScheduleId,
        (ReservationStatus)row.Status,
        (PaymentStatus)row.Payment,
        [.. seats.Select(seat => new ReservedSeat(seat.SeatId, seat.Category, seat.Price))],
        row.Amount,
        row.CreatedAt,
        row.ExpiresAt,
        row.Reason);

    private sealed record Row(
        Guid Id,
        Guid ScheduleId,
        short Status,
        short Payment,
        long Amount,
        DateTime CreatedAt,
        DateTime ExpiresAt,
        string? Reason);

    private sealed record SeatOfReservation(Guid ReservationId, string SeatId, string Category, long Price);
}
