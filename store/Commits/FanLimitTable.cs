using Npgsql;
using NpgsqlTypes;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// Keeps the purchase limit of fans who get more seats. Two commits of one fan at the same time would not see each
/// other's seats. Therefore each first writes the fan's row, which the second one waits for; a later statement then
/// counts the seats of the fan's live reservations. A fan whose row is new has no other seats, so nothing is counted.
/// Comes after the tables of reservations.
/// </summary>
internal sealed class FanLimitTable : Table
{
    private const string Lock = """
        insert into fan_limits as t (schedule_id, user_id, seats_per_fan, version)
        select unnest($1), unnest($2), unnest($3), 1
        on conflict (schedule_id, user_id)
            do update set seats_per_fan = excluded.seats_per_fan, version = t.version + 1
        """;

    private const string Check = """
        select expect_limits((
            select count(*)
            from (select unnest($1) as schedule_id, unnest($2) as user_id, unnest($3) as most, unnest($4) as seats) k
            join fan_limits f on f.schedule_id = k.schedule_id and f.user_id = k.user_id
            where (f.version > 1 or k.seats > k.most) and k.most < (
                select count(*) from reservations r join reservation_seats o on o.reservation_id = r.id
                where r.user_id = k.user_id and r.schedule_id = k.schedule_id and r.status in (0, 1, 2))))
        """;

    public override int Count(Commit commit) => commit.FanLimits.Length;

    public override void AssertStorable(Commit commit)
    {
        // There are no texts.
    }

    public override void AddTo(
        List<NpgsqlBatchCommand> statements, List<NpgsqlBatchCommand> replanned, ReadOnlySpan<PendingCommit> commits)
    {
        var gathered = new List<FanLimitRow>();
        foreach (var pending in commits) gathered.AddRange(pending.Commit.FanLimits.AsSpan());
        if (gathered.Count == 0) return;

        FanLimitRow[] rows =
        [
            .. gathered.GroupBy(row => (row.ScheduleId, row.UserId))
                .OrderBy(fan => fan.Key)
                .Select(fan => new FanLimitRow(
                    fan.Key.ScheduleId, fan.Key.UserId, fan.Sum(row => row.Seats), fan.Min(row => row.SeatsPerFan))),
        ];
        statements.Add(Command(Lock, rows));
        var check = Command(Check, rows);
        check.Parameters.Add(Integers(rows, row => row.Seats));
        statements.Add(check);
    }

    private static NpgsqlBatchCommand Command(string sql, FanLimitRow[] rows) => new(sql)
    {
        Parameters =
        {
            LoadQueries.Uuids(rows, row => row.ScheduleId), LoadQueries.Uuids(rows, row => row.UserId),
            Integers(rows, row => row.SeatsPerFan),
        },
    };

    private static NpgsqlParameter<int[]> Integers(FanLimitRow[] rows, Converter<FanLimitRow, int> value) => new()
    {
        NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer,
        TypedValue = Array.ConvertAll(rows, value),
    };
}
