using Ticketing.Storage;
using static NpgsqlTypes.NpgsqlDbType;

namespace Ticketing.Postgres;

/// <summary>The statements of a commit that keep what events have caused; see <see cref="TableWrites"/>.</summary>
internal static class EffectWrites
{
    public static readonly TableWrite<StatisticsRow> NewStatistics = new(
        """
        insert into schedule_statistics (schedule_id, fans_queued, fans_admitted, reserved, confirmed, expired,
            cancelled, seats_sold, revenue, last_event_at, version)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8),
            unnest($9), unnest($10), unnest($11)
        """,
        StatisticsColumns);

    public static readonly TableWrite<StatisticsRow> ChangedStatistics = new(
        """
        with written as (
            update schedule_statistics s set fans_queued = c.fans_queued, fans_admitted = c.fans_admitted,
                reserved = c.reserved, confirmed = c.confirmed, expired = c.expired, cancelled = c.cancelled,
                seats_sold = c.seats_sold, revenue = c.revenue, last_event_at = c.last_event_at, version = c.version
            from (select unnest($1) as schedule_id, unnest($2) as fans_queued, unnest($3) as fans_admitted,
                unnest($4) as reserved, unnest($5) as confirmed, unnest($6) as expired, unnest($7) as cancelled,
                unnest($8) as seats_sold, unnest($9) as revenue, unnest($10) as last_event_at,
                unnest($11) as version) c
            where s.schedule_id = c.schedule_id and s.version = c.version - 1
            returning 1)
        select expect_rows('schedule_statistics', cardinality($1), (select count(*) from written))
        """,
        StatisticsColumns);

    /// <summary>No reservation twice.</summary>
    public static readonly TableWrite<DetailsRow> Details = new(
        $"""
        insert into reservation_details as d (reservation_id, schedule_id, user_id, status, seats, amount, created_at,
            expires_at, reason, reservation_version, payment_status, payment_version, ticket_status, ticket_version,
            stock_status, stock_version)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8),
            unnest($9), unnest($10), unnest($11), unnest($12), unnest($13), unnest($14), unnest($15), unnest($16)
        {FacetSql.KeepNewest}
        """,
        TableWrite<DetailsRow>.Column(Uuid, row => row.ReservationId),
        TableWrite<DetailsRow>.Column(Uuid, row => row.Reservation?.ScheduleId),
        TableWrite<DetailsRow>.Column(Uuid, row => row.Reservation?.UserId),
        TableWrite<DetailsRow>.Column(Smallint, row => (short?)row.Reservation?.Status),
        TableWrite<DetailsRow>.Column(
            Text, row => row.Reservation is { } reservation ? SeatsJson.Write(reservation.Seats) : null),
        TableWrite<DetailsRow>.Column(Bigint, row => row.Reservation?.Amount),
        TableWrite<DetailsRow>.Column(TimestampTz, row => row.Reservation?.CreatedAt.UtcDateTime),
        TableWrite<DetailsRow>.Column(TimestampTz, row => row.Reservation?.ExpiresAt.UtcDateTime),
        TableWrite<DetailsRow>.Column(Text, row => row.Reservation?.Reason),
        TableWrite<DetailsRow>.Column(Bigint, row => row.Reservation?.Version ?? 0),
        TableWrite<DetailsRow>.Column(Smallint, row => (short?)row.Payment?.Status),
        TableWrite<DetailsRow>.Column(Bigint, row => row.Payment?.Version ?? 0),
        TableWrite<DetailsRow>.Column(Smallint, row => (short?)row.Tickets?.Status),
        TableWrite<DetailsRow>.Column(Bigint, row => row.Tickets?.Version ?? 0),
        TableWrite<DetailsRow>.Column(Smallint, row => (short?)row.Stock?.Status),
        TableWrite<DetailsRow>.Column(Bigint, row => row.Stock?.Version ?? 0));

    public static readonly TableWrite<ConsumedRow> Consumed = new(
        "insert into consumed (group_name, event_id, at) select unnest($1), unnest($2), unnest($3)",
        TableWrite<ConsumedRow>.Column(Text, row => row.Group),
        TableWrite<ConsumedRow>.Column(Uuid, row => row.EventId),
        TableWrite<ConsumedRow>.Column(TimestampTz, row => row.At.UtcDateTime));

    private static Func<StatisticsRow[], Npgsql.NpgsqlParameter>[] StatisticsColumns =>
    [
        TableWrite<StatisticsRow>.Column(Uuid, row => row.Counts.ScheduleId),
        TableWrite<StatisticsRow>.Column(Bigint, row => row.Counts.FansQueued),
        TableWrite<StatisticsRow>.Column(Bigint, row => row.Counts.FansAdmitted),
        TableWrite<StatisticsRow>.Column(Bigint, row => row.Counts.Reserved),
        TableWrite<StatisticsRow>.Column(Bigint, row => row.Counts.Confirmed),
        TableWrite<StatisticsRow>.Column(Bigint, row => row.Counts.Expired),
        TableWrite<StatisticsRow>.Column(Bigint, row => row.Counts.Cancelled),
        TableWrite<StatisticsRow>.Column(Bigint, row => row.Counts.SeatsSold),
        TableWrite<StatisticsRow>.Column(Bigint, row => row.Counts.Revenue),
        TableWrite<StatisticsRow>.Column(TimestampTz, row => row.Counts.LastEventAt?.UtcDateTime),
        TableWrite<StatisticsRow>.Column(Bigint, row => row.Version),
    ];
}
