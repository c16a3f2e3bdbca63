using Ticketing.Storage;
using static NpgsqlTypes.NpgsqlDbType;

namespace Ticketing.Postgres;

/// <summary>The statements of a commit that write stock and its takes; see <see cref="TableWrites"/>.</summary>
internal static class StockWrites
{
    public static readonly TableWrite<StockRow> Stock = new(
        """
        with written as (
            update stock s set allocated = c.allocated, sold = c.sold, version = c.version
            from (select unnest($1) as schedule_id, unnest($2) as category, unnest($3) as allocated,
                unnest($4) as sold, unnest($5) as version) c
            where s.schedule_id = c.schedule_id and s.category = c.category and s.version = c.version - 1
            returning 1)
        select expect_rows('stock', cardinality($1), (select count(*) from written))
        """,
        TableWrite<StockRow>.Column(Uuid, row => row.Key.ScheduleId),
        TableWrite<StockRow>.Column(Text, row => row.Key.Category),
        TableWrite<StockRow>.Column(Integer, row => row.Allocated),
        TableWrite<StockRow>.Column(Integer, row => row.Sold),
        TableWrite<StockRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<StockTakeRow> NewTakes = new(
        """
        insert into stock_takes (schedule_id, category, take_id, reservation_id, quantity, status, at, version)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8)
        """,
        TableWrite<StockTakeRow>.Column(Uuid, row => row.Key.ScheduleId),
        TableWrite<StockTakeRow>.Column(Text, row => row.Key.Category),
        TableWrite<StockTakeRow>.Column(Uuid, row => row.TakeId),
        TableWrite<StockTakeRow>.Column(Uuid, row => row.ReservationId),
        TableWrite<StockTakeRow>.Column(Integer, row => row.Quantity),
        TableWrite<StockTakeRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<StockTakeRow>.Column(TimestampTz, row => row.At.UtcDateTime),
        TableWrite<StockTakeRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<StockTakeRow> ChangedTakes = new(
        """
        with written as (
            update stock_takes t set quantity = c.quantity, status = c.status, at = c.at, version = c.version
            from (select unnest($1) as take_id, unnest($2) as category, unnest($3) as quantity,
                unnest($4) as status, unnest($5) as at, unnest($6) as version) c
            where t.take_id = c.take_id and t.category = c.category and t.version = c.version - 1
            returning 1)
        select expect_rows('stock_takes', cardinality($1), (select count(*) from written))
        """,
        TableWrite<StockTakeRow>.Column(Uuid, row => row.TakeId),
        TableWrite<StockTakeRow>.Column(Text, row => row.Key.Category),
        TableWrite<StockTakeRow>.Column(Integer, row => row.Quantity),
        TableWrite<StockTakeRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<StockTakeRow>.Column(TimestampTz, row => row.At.UtcDateTime),
        TableWrite<StockTakeRow>.Column(Bigint, row => row.Version));
}
