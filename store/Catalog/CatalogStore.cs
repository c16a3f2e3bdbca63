using Dapper;
using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Catalog;
using Ticketing.Storage;
using static Ticketing.Store.CatalogFaults;

namespace Ticketing.Store;

/// <summary>
/// Concerts and schedules in Postgres. Invalid requests are answered with errors as values. Throws
/// <see cref="StoreUnavailableException"/> when the database cannot be reached, and
/// <see cref="CommitOutcomeUnknownException"/> when the connection is lost during a write.
/// </summary>
public sealed class CatalogStore(
    NpgsqlDataSource dataSource, ReadDatabase reads, IOptions<SalesOptions> defaults, TimeProvider time,
    ILogger<CatalogStore> logger)
{
    private readonly CatalogQueries queries = new(dataSource, defaults.Value);
    private readonly ScheduleImport import = new(dataSource, defaults.Value);

    public async Task<CatalogResult<Concert>> CreateConcertAsync(NewConcert concert)
    {
        var faults = CatalogRules.Faults(concert).ToArray();
        if (faults.Length > 0)
            return CatalogResult<Concert>.Invalid(faults);
        var (now, newId) = NewId();
        var id = concert.Id ?? newId;
        return await AskAsync("creating a concert", async () =>
        {
            await using var connection = await dataSource.OpenConnectionAsync();
            var made = await WriteAsync(async () =>
            {
                await connection.ExecuteAsync(
                    $"""
                    insert into concerts (id, title, venue, description, created_at, search)
                    values (@id, @Title, @Venue, @Description, @now, {SearchText.Folded("@search")})
                    on conflict (id) do nothing
                    """,
                    new
                    {
                        id,
                        concert.Title,
                        concert.Venue,
                        concert.Description,
                        now,
                        search = SearchText.Lower($"{concert.Title} {concert.Venue}"),
                    });
                return (await queries.ConcertAsync(id))!;
            });
            return concert == new NewConcert(made.Title, made.Venue, made.Description, concert.Id)
                ? CatalogResult<Concert>.Done(made)
                : CatalogResult<Concert>.IdTaken;
        });
    }

    /// <summary>
    /// Creates a schedule and imports its plan: schedule, categories and seats appear together or not at all.
    /// </summary>
    public async Task<CatalogResult<Schedule>> CreateScheduleAsync(
        NewSchedule schedule, CancellationToken cancellation = default)
    {
        var front = schedule.Front is { Fault: null } wish ? wish : null;
        var reading = SeatingPlanReader.Read(schedule.Plan, schedule.PlanPath, front);
        schedule = schedule with { Prices = CatalogRules.InNamesOf(reading.Plan, schedule.Prices) };
        if (await FindRepeatedAsync(schedule, reading) is { } repeated)
            return repeated;
        var (now, newId) = NewId();
        FieldError[] faults =
        [
            .. CatalogRules.Faults(schedule, now),
            .. AdmissionRules.Faults(schedule.Admissions),
            .. reading.Plan is { } plan ? CatalogRules.Faults(schedule, plan) : reading.Errors,
        ];
        if (faults.Length > 0)
            return CatalogResult<Schedule>.Invalid(faults);
        var id = schedule.Id ?? newId;
        return await AskAsync("importing a schedule", async () =>
            await import.WriteAsync(id, schedule, reading.Plan!, now, cancellation)
                ? Imported((await WriteAsync(() => queries.ScheduleAsync(id)))!, reading)
                : await FindRepeatedAsync(schedule, reading) ?? CatalogResult<Schedule>.NotFound);
    }

    private CatalogResult<Schedule> Imported(Schedule schedule, PlanReading reading)
    {
        if (schedule.Front is { } front)
            CatalogLog.Imported(logger, schedule.Id, schedule.SeatCount, front.At.X, front.At.Y, front.Source);
        foreach (var warning in reading.Warnings)
            CatalogLog.ImportWarns(logger, schedule.Id, warning.Path, warning.Message);
        return CatalogResult<Schedule>.Done(schedule with { Warnings = reading.Warnings });
    }

    /// <param name="expectedVersion">The version on which the change is based.</param>
    public Task<CatalogResult<Schedule>> UpdateScheduleAsync(Guid id, SaleSettings settings, long expectedVersion) =>
        AskAsync("changing a schedule", async () =>
        {
            if (await queries.ScheduleAsync(id) is not { } schedule)
                return CatalogResult<Schedule>.NotFound;
            var faults = CatalogRules.Faults(settings, schedule.StartsAt).ToArray();
            if (faults.Length > 0)
                return CatalogResult<Schedule>.Invalid(faults);
            await using var connection = await dataSource.OpenConnectionAsync();
            var written = await WriteAsync(() => connection.ExecuteAsync(
                """
                update schedules set opens_at = @opensAt, hold_seconds = @HoldSeconds, seats_per_fan = @SeatsPerFan,
                    time_zone = @TimeZone, renewals = @Renewals, version = version + 1
                where id = @id and version = @expectedVersion
                """,
                new
                {
                    id,
                    expectedVersion,
                    opensAt = settings.OpensAt.UtcDateTime,
                    settings.HoldSeconds,
                    settings.SeatsPerFan,
                    settings.TimeZone,
                    settings.Renewals,
                }));
            return written == 0
                ? CatalogResult<Schedule>.VersionConflict
                : CatalogResult<Schedule>.Done((await queries.ScheduleAsync(id))!);
        });

    public Task<Concert?> GetConcertAsync(Guid id) => AskAsync(
        "reading a concert", () => reads.FindAsync(database => Queries(database).ConcertAsync(id)));

    /// <summary>
    /// Newest first. New concerts may be missing for up to <see cref="StoreOptions.MaxStalenessSeconds"/>.
    /// </summary>
    public async Task<CatalogResult<Page<Concert>>> ListConcertsAsync(PageRequest request, EventFilter filter)
    {
        if (FaultsOf(request, filter, PageCursor.Concerts, filter.Digest, out var after) is { Length: > 0 } faults)
            return CatalogResult<Page<Concert>>.Invalid(faults);
        var found = await AskAsync("listing concerts", () => reads.AskAsync(
            database => Queries(database)
                .ConcertsAsync(after, request.Limit + 1, filter, time.GetUtcNow())));
        return CatalogResult<Page<Concert>>.Done(PageOf(
            found, request, last => new PageCursor(PageCursor.Concerts, last.CreatedAt, last.Id, filter.Digest)));
    }

    /// <summary>Reads the primary, for callers that are about to change the schedule.</summary>
    public Task<Schedule?> GetScheduleExactlyAsync(Guid id) =>
        AskAsync("reading a schedule", () => queries.ScheduleAsync(id));

    /// <summary>
    /// A new schedule is found at once; a change may be missing for up to
    /// <see cref="StoreOptions.MaxStalenessSeconds"/>.
    /// </summary>
    public Task<Schedule?> GetScheduleAsync(Guid id) => AskAsync(
        "reading a schedule", () => reads.FindAsync(database => Queries(database).ScheduleAsync(id)));

    /// <summary>
    /// Ordered by start time. New schedules may be missing for up to
    /// <see cref="StoreOptions.MaxStalenessSeconds"/>.
    /// </summary>
    public async Task<CatalogResult<Page<Schedule>>> ListSchedulesAsync(
        Guid concertId, PageRequest request, EventTimes when)
    {
        var filter = new EventFilter(when);
        var tag = PageCursor.FilterOf(concertId, filter);
        if (FaultsOf(request, filter, PageCursor.Schedules, tag, out var after) is { Length: > 0 } faults)
            return CatalogResult<Page<Schedule>>.Invalid(faults);
        if (await GetConcertAsync(concertId) is null)
            return CatalogResult<Page<Schedule>>.NotFound;
        var found = await AskAsync(
            "listing schedules",
            () => reads.AskAsync(
                database => Queries(database)
                    .SchedulesAsync(concertId, after, request.Limit + 1, when, time.GetUtcNow())));
        return CatalogResult<Page<Schedule>>.Done(PageOf(
            found, request, last => new PageCursor(PageCursor.Schedules, last.StartsAt, last.Id, tag)));
    }

    /// <summary>
    /// The general admissions of a schedule, in the requested order; may be
    /// <see cref="StoreOptions.MaxStalenessSeconds"/> old.
    /// </summary>
    public Task<IReadOnlyList<AdmissionCount>> CountAdmissionsAsync(Guid scheduleId) =>
        AskAsync("counting admissions", () => reads.AskAsync(
            database => Queries(database).AdmissionCountsAsync(scheduleId)));

    /// <summary>The seating plan as imported, UTF-8; null when there is no such schedule.</summary>
    public Task<byte[]?> GetPlanAsync(Guid scheduleId) =>
        AskAsync("reading a plan", () => reads.FindAsync(
            database => Queries(database).PlanAsync(scheduleId)));

    /// <summary>The result of an earlier request with the same id; null when there was none.</summary>
    private Task<CatalogResult<Schedule>?> FindRepeatedAsync(NewSchedule schedule, PlanReading reading) =>
        AskAsync("looking for a schedule that was made before", async () =>
        {
            if (schedule.Id is not { } id || await queries.ScheduleAsync(id) is not { } existing)
                return null;
            return existing.HasPrices(schedule.Prices)
                && existing.Admissions.Select(one => one.Terms).SequenceEqual(schedule.Admissions)
                && IsSameFront(existing.Front, schedule.Front, reading.Plan)
                && await queries.IsSameAsync(id, schedule)
                ? CatalogResult<Schedule>.Done(existing with { Warnings = reading.Warnings })
                : CatalogResult<Schedule>.IdTaken;
        });

    /// <summary>Another release may assume another front, so only given ones are compared.</summary>
    private static bool IsSameFront(PlanFront? existing, FrontWish? wish, SeatingPlan? plan) =>
        wish is null ? existing?.Source != FrontSource.Given : existing == plan?.Front;

    private static FieldError[] FaultsOf(PageRequest page, EventFilter filter, byte list, uint tag, out PageCursor? at)
    {
        at = page.Cursor is null ? null : PageCursor.TryParse(page.Cursor, list, tag);
        FieldError[] faults = [.. CatalogRules.Faults(page), .. CatalogRules.Faults(filter)];
        return page.Cursor is not null && at is null
            ? [new FieldError("cursor", "is not one that this list gave for the same 'search' and 'when'"), .. faults]
            : faults;
    }

    private static Page<T> PageOf<T>(IReadOnlyList<T> found, PageRequest request, Func<T, PageCursor> cursor)
    {
        var next = found.Count > request.Limit ? cursor(found[request.Limit - 1]).ToString() : null;
        return new Page<T>([.. found.Take(request.Limit)], next);
    }

    private CatalogQueries Queries(NpgsqlDataSource database) => new(database, defaults.Value);

    private (DateTime Now, Guid Id) NewId()
    {
        var now = time.GetUtcNow();
        return (now.UtcDateTime, Guid.CreateVersion7(now));
    }
}
