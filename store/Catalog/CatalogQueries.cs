using Dapper;
using Npgsql;

namespace Ticketing.Store;

/// <summary>The reads of the catalog.</summary>
internal sealed class CatalogQueries(NpgsqlDataSource dataSource, SalesOptions defaults)
{
    private const string SelectConcerts =
        "select id, title, venue, description, created_at as CreatedAt from concerts";

    private const string HasDate = "exists (select from schedules s where s.concert_id = concerts.id)";

    private const string HasNextDate =
        "exists (select from schedules s where s.concert_id = concerts.id and s.starts_at > @now)";

    private static readonly string HasEveryWord = $"""
        not exists (select from unnest(@words) word where strpos(
            coalesce(search, {SearchText.Folded("title || ' ' || venue")}), {SearchText.Folded("word")}) = 0)
        """;

    private const string SelectSchedules = """
        select id, concert_id as ConcertId, starts_at as StartsAt, doors_at as DoorsAt, opens_at as OpensAt,
            hold_seconds as HoldSeconds, seats_per_fan as SeatsPerFan, renewals, seat_count as SeatCount,
            created_at as CreatedAt, version,
            front_x as FrontX, front_y as FrontY, front_source as FrontSource, front_name as FrontName,
            time_zone as TimeZone, currency
        from schedules
        """;

    public async Task<Concert?> ConcertAsync(Guid id)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        var row = await connection.QuerySingleOrDefaultAsync<ConcertRow>(
            $"{SelectConcerts} where id = @id", new { id });
        return row?.ToConcert();
    }

    /// <param name="now">Decides what is still to come.</param>
    public async Task<IReadOnlyList<Concert>> ConcertsAsync(
        PageCursor? after, int count, EventFilter filter, DateTimeOffset now)
    {
        var words = SearchText.Words(filter.Search);
        string[] conditions =
        [
            .. after is null ? [] : new[] { "created_at <= @at and (created_at < @at or id > @id)" },
            filter.When switch
            {
                // A concert without a date is announced, and not past.
                EventTimes.Upcoming => $"({HasNextDate} or not {HasDate})",
                EventTimes.Past => $"({HasDate} and not {HasNextDate})",
                _ => "true",
            },
            .. words.IsEmpty ? [] : new[] { HasEveryWord },
        ];
        await using var connection = await dataSource.OpenConnectionAsync();
        var rows = await connection.QueryAsync<ConcertRow>(
            $"{SelectConcerts} where {string.Join(" and ", conditions)} order by created_at desc, id limit @count",
            new { at = after?.At.UtcDateTime, id = after?.Id, count, now = now.UtcDateTime, words = words.ToArray() });
        return [.. rows.Select(row => row.ToConcert())];
    }

    public async Task<Schedule?> ScheduleAsync(Guid id)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        var rows = await connection.QueryAsync<ScheduleRow>($"{SelectSchedules} where id = @id", new { id });
        return (await WithCategoriesAsync(connection, rows.AsList())).SingleOrDefault();
    }

    /// <param name="now">Decides what is still to come.</param>
    public async Task<IReadOnlyList<Schedule>> SchedulesAsync(
        Guid concertId, PageCursor? after, int count, EventTimes when, DateTimeOffset now)
    {
        var where = (after is null ? "" : "and (starts_at, id) > (@at, @id)") + when switch
        {
            EventTimes.Upcoming => " and starts_at > @now",
            EventTimes.Past => " and starts_at <= @now",
            _ => "",
        };
        await using var connection = await dataSource.OpenConnectionAsync();
        var rows = await connection.QueryAsync<ScheduleRow>(
            $"{SelectSchedules} where concert_id = @concertId {where} order by starts_at, id limit @count",
            new { concertId, at = after?.At.UtcDateTime, id = after?.Id, count, now = now.UtcDateTime });
        return await WithCategoriesAsync(connection, rows.AsList());
    }

    public async Task<byte[]?> PlanAsync(Guid scheduleId)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        return await connection.QuerySingleOrDefaultAsync<byte[]>(
            "select convert_to(plan, 'UTF8') from schedules where id = @scheduleId", new { scheduleId });
    }

    public async Task<IReadOnlyList<AdmissionCount>> AdmissionCountsAsync(Guid scheduleId)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        var rows = await connection.QueryAsync<AdmissionCount>(
            """
            select k.category, k.capacity, k.allocated, k.sold
            from stock k join schedule_categories c on c.schedule_id = k.schedule_id and c.name = k.category
            where k.schedule_id = @scheduleId and not k.has_seats order by c.ordinal
            """,
            new { scheduleId });
        return rows.AsList();
    }

    /// <summary>
    /// Whether a schedule equals the request. Settings that were changed since the import, and those of a queue that
    /// has changed since, are not compared.
    /// </summary>
    public async Task<bool> IsSameAsync(Guid id, NewSchedule schedule)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        return await connection.QuerySingleAsync<bool>(
            """
            select concert_id = @ConcertId and starts_at = @startsAt and plan = @plan
                and doors_at is not distinct from @doorsAt
                and currency is not distinct from @currency
                and (version > 1 or (opens_at, hold_seconds, seats_per_fan, renewals)
                    = (@opensAt, @HoldSeconds, @SeatsPerFan, @Renewals) and time_zone is not distinct from @TimeZone)
                and not exists (select from queues q where q.schedule_id = @id and q.version = 1
                    and (enabled, max_active, pace_per_second, paused, draining, claim_seconds, active_seconds,
                        pauses_when_sold_out, draws)
                    <> (@Enabled, @MaxActive, @PacePerSecond, @Paused, @Draining, @ClaimSeconds, @ActiveSeconds,
                        @PausesWhenSoldOut, @Draws))
            from schedules where id = @id
            """,
            new
            {
                id,
                schedule.ConcertId,
                startsAt = schedule.StartsAt.UtcDateTime,
                doorsAt = schedule.DoorsAt?.UtcDateTime,
                plan = schedule.PlanText,
                opensAt = schedule.Settings.OpensAt.UtcDateTime,
                schedule.Settings.HoldSeconds,
                schedule.Settings.SeatsPerFan,
                schedule.Settings.TimeZone,
                currency = defaults.Stored(schedule.Currency),
                schedule.Settings.Renewals,
                schedule.Queue.Enabled,
                schedule.Queue.MaxActive,
                schedule.Queue.PacePerSecond,
                schedule.Queue.Paused,
                schedule.Queue.Draining,
                schedule.Queue.ClaimSeconds,
                schedule.Queue.ActiveSeconds,
                schedule.Queue.PausesWhenSoldOut,
                schedule.Queue.Draws,
            });
    }

    private async Task<IReadOnlyList<Schedule>> WithCategoriesAsync(
        NpgsqlConnection connection, List<ScheduleRow> rows)
    {
        var categories = await connection.QueryAsync<CategoryRow>(
            """
            select c.schedule_id as ScheduleId, c.name, c.color, c.price, k.capacity,
                k.capacity - k.allocated - k.sold as Available, k.has_seats as HasSeats
            from schedule_categories c
            join stock k on k.schedule_id = c.schedule_id and k.category = c.name
            where c.schedule_id = any(@ids) order by c.ordinal
            """,
            new { ids = rows.Select(row => row.Id).ToArray() });
        var bySchedule = categories.ToLookup(category => category.ScheduleId);
        return [.. rows.Select(row => row.ToSchedule(bySchedule[row.Id], defaults))];
    }
}
