using System.Runtime.InteropServices;
using Ticketing.Storage;
using static NpgsqlTypes.NpgsqlDbType;

namespace Ticketing.Postgres;

/// <summary>The statements of a commit that write queues and places; see <see cref="TableWrites"/>.</summary>
internal static class QueueWrites
{
    public static readonly TableWrite<QueueRow> Queues = new(
        """
        with written as (
            update queues q set enabled = c.enabled, max_active = c.max_active, pace_per_second = c.pace_per_second,
                paused = c.paused, draining = c.draining, claim_seconds = c.claim_seconds,
                active_seconds = c.active_seconds, pauses_when_sold_out = c.pauses_when_sold_out, draws = c.draws,
                last_number = c.last_number, admitted_through = c.admitted_through, waiting = c.waiting,
                served = c.served, abandoned = c.abandoned, draw_key = c.draw_key, drawn_entries = c.drawn_entries,
                most_active = greatest(q.most_active, c.max_active), version = c.version
            from (select unnest($1) as schedule_id, unnest($2) as enabled, unnest($3) as max_active,
                unnest($4) as pace_per_second, unnest($5) as paused, unnest($6) as draining,
                unnest($7) as claim_seconds, unnest($8) as active_seconds, unnest($9) as pauses_when_sold_out,
                unnest($10) as draws, unnest($11) as last_number, unnest($12) as admitted_through,
                unnest($13) as waiting, unnest($14) as served, unnest($15) as abandoned, unnest($16) as draw_key,
                unnest($17) as drawn_entries, unnest($18) as version) c
            where q.schedule_id = c.schedule_id and q.version = c.version - 1
            returning 1)
        select expect_rows('queues', cardinality($1), (select count(*) from written))
        """,
        TableWrite<QueueRow>.Column(Uuid, row => row.ScheduleId),
        TableWrite<QueueRow>.Column(NpgsqlTypes.NpgsqlDbType.Boolean, row => row.Settings.Enabled),
        TableWrite<QueueRow>.Column(Integer, row => row.Settings.MaxActive),
        TableWrite<QueueRow>.Column(Integer, row => row.Settings.PacePerSecond),
        TableWrite<QueueRow>.Column(NpgsqlTypes.NpgsqlDbType.Boolean, row => row.Settings.Paused),
        TableWrite<QueueRow>.Column(NpgsqlTypes.NpgsqlDbType.Boolean, row => row.Settings.Draining),
        TableWrite<QueueRow>.Column(Integer, row => row.Settings.ClaimSeconds),
        TableWrite<QueueRow>.Column(Integer, row => row.Settings.ActiveSeconds),
        TableWrite<QueueRow>.Column(NpgsqlTypes.NpgsqlDbType.Boolean, row => row.Settings.PausesWhenSoldOut),
        TableWrite<QueueRow>.Column(NpgsqlTypes.NpgsqlDbType.Boolean, row => row.Settings.Draws),
        TableWrite<QueueRow>.Column(Bigint, row => row.LastNumber),
        TableWrite<QueueRow>.Column(Bigint, row => row.AdmittedThrough),
        TableWrite<QueueRow>.Column(Bigint, row => row.Waiting),
        TableWrite<QueueRow>.Column(Bigint, row => row.Served),
        TableWrite<QueueRow>.Column(Bigint, row => row.Abandoned),
        TableWrite<QueueRow>.Column(Bytea, row => ImmutableCollectionsMarshal.AsArray(row.DrawKey)),
        TableWrite<QueueRow>.Column(Bigint, row => row.DrawnEntries),
        TableWrite<QueueRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<PlaceRow> NewPlaces = new(
        """
        insert into queue_places (schedule_id, user_id, number, joined_at, status, until, extended, version)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8)
        """,
        PlaceColumns);

    public static readonly TableWrite<PlaceRow> ChangedPlaces = new(
        """
        with written as (
            update queue_places p set number = c.number, joined_at = c.joined_at, status = c.status, until = c.until,
                extended = c.extended, version = c.version
            from (select unnest($1) as schedule_id, unnest($2) as user_id, unnest($3) as number,
                unnest($4) as joined_at, unnest($5) as status, unnest($6) as until, unnest($7) as extended,
                unnest($8) as version) c
            where p.schedule_id = c.schedule_id and p.user_id = c.user_id and p.version = c.version - 1
            returning 1)
        select expect_rows('queue_places', cardinality($1), (select count(*) from written))
        """,
        PlaceColumns);

    private static Func<PlaceRow[], Npgsql.NpgsqlParameter>[] PlaceColumns =>
    [
        TableWrite<PlaceRow>.Column(Uuid, row => row.ScheduleId),
        TableWrite<PlaceRow>.Column(Uuid, row => row.UserId),
        TableWrite<PlaceRow>.Column(Bigint, row => row.Number),
        TableWrite<PlaceRow>.Column(TimestampTz, row => row.JoinedAt.UtcDateTime),
        TableWrite<PlaceRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<PlaceRow>.Column(TimestampTz, row => row.Until?.UtcDateTime),
        TableWrite<PlaceRow>.Column(NpgsqlTypes.NpgsqlDbType.Boolean, row => row.Extended),
        TableWrite<PlaceRow>.Column(Bigint, row => row.Version),
    ];
}
