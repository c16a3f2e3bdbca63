using Npgsql;
using Ticketing.Reservations;

namespace Ticketing.Store;

/// <summary>Queries for a page of a fan's reservations, newest first, from the tables or from the read model.</summary>
internal static class ReservationQueries
{
    private const string FromTables = $"""
        select r.id, r.schedule_id, r.status, p.status, {SeatsJson.Sql}, r.amount, r.created_at, r.expires_at,
            r.reason, r.version, p.charged, r.currency, {SeatsJson.Together}, r.renewals_allowed, r.renewals
        from reservations r join payments p on p.reservation_id = r.id
        where r.user_id = $1 and (r.created_at, r.id) < ($2, $3) and r.updated_at >= $5
        order by r.created_at desc, r.id desc limit $4
        """;

    // One statement reads one snapshot: either the model is complete, or the row says that it is being rebuilt. Rows
    // that an older release wrote do not say what was charged. Of seats and renewals, the model has no copy.
    private const string FromModel = $"""
        select d.*, exists (select from read_model_rebuild)
        from (values (1)) always left join lateral (
            select m.reservation_id, m.schedule_id, m.status, coalesce(m.payment_status, 0), m.seats, m.amount,
                m.created_at, m.expires_at, m.reason, m.reservation_version, coalesce(m.charged,
                    (select p.charged from payments p where p.reservation_id = m.reservation_id), 0),
                (select s.currency from schedules s where s.id = m.schedule_id),
                {SeatsJson.Together}, r.renewals_allowed, r.renewals
            from reservation_details m left join reservations r on r.id = m.reservation_id
            where m.user_id = $1 and (m.created_at, m.reservation_id) < ($2, $3)
            order by m.created_at desc, m.reservation_id desc limit $4) d on true
        order by d.created_at desc, d.reservation_id desc
        """;

    /// <param name="since">Returns only reservations that were changed then or later.</param>
    public static async Task<IReadOnlyList<ListedReservation>> TablesAsync(
        NpgsqlDataSource database, Guid userId, PagePosition after, int limit, DateTimeOffset since,
        CancellationToken cancellation)
    {
        await using var command = Command(database, FromTables, userId, after, limit);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since.UtcDateTime });
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var found = new List<ListedReservation>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            found.Add(Read(row));
        return found;
    }

    /// <summary>Null when the model is being rebuilt.</summary>
    public static async Task<IReadOnlyList<ListedReservation>?> ModelAsync(
        NpgsqlDataSource database, Guid userId, PagePosition after, int limit, CancellationToken cancellation)
    {
        await using var command = Command(database, FromModel, userId, after, limit);
        await using var row = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var found = new List<ListedReservation>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (row.GetBoolean(15))
                return null;
            if (!row.IsDBNull(0))
                found.Add(Read(row));
        }

        return found;
    }

    private static NpgsqlCommand Command(
        NpgsqlDataSource database, string sql, Guid userId, PagePosition after, int limit)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = after.At.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return command;
    }

    private static ListedReservation Read(NpgsqlDataReader row)
    {
        var (status, payment) = ((ReservationStatus)row.GetInt16(2), (PaymentStatus)row.GetInt16(3));
        var amount = row.GetInt64(5);
        var money = ReservationMoney.Of(payment, amount, charged: row.GetInt64(10));
        return new ListedReservation(
            new ReservationView(
                row.GetGuid(0),
                row.GetGuid(1),
                status,
                payment,
                SeatsJson.Read(row.IsDBNull(4) ? null : row.GetString(4)),
                amount,
                row.MomentAt(6),
                row.MomentAt(7),
                row.IsDBNull(8) ? null : row.GetString(8),
                money.Discount,
                money.Paid,
                money.Refunded)
            {
                Currency = row.IsDBNull(11) ? null : row.GetString(11),
                Together = row.IsDBNull(12) ? null : row.GetBoolean(12),
                RenewalsLeft = row.IsDBNull(13)
                    ? null
                    : RenewalRules.Left(
                        status, payment, row.GetInt16(13), LoadQueries.RenewalsOf(row.GetString(14)).Length),
            },
            row.GetInt64(9));
    }
}
