using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using Ticketing.Catalog;
using Ticketing.Queues;

namespace Ticketing.Store;

/// <summary>
/// Imports demo concerts into a database without other concerts, from the folder that <c>Ticketing:Demo:Folder</c>
/// names; does nothing without the setting. Completes an import that was interrupted. Any number of processes may start
/// at once.
/// </summary>
public sealed class DemoSeed(
    CatalogStore catalog,
    NpgsqlDataSource dataSource,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<DemoSeed> logger) : IHostedService
{
    /// <summary>
    /// A folder with demo.json, from which an empty database is filled at the start; for demonstrations only.
    /// </summary>
    public const string FolderSetting = "Ticketing:Demo:Folder";

    private const long LockKey = 0x7469_636B_6465_6D6F; // "tickdemo"

    public Task StartAsync(CancellationToken cancellationToken) =>
        configuration[FolderSetting] is { Length: > 0 } folder
            ? SeedAsync(folder, cancellationToken)
            : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SeedAsync(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "demo.json");
        var demo = JsonSerializer.Deserialize<DemoFile>(
            await File.ReadAllBytesAsync(path, cancellation), JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException($"{path} holds nothing.");

        // The lock is held until the transaction ends, also when this process crashes.
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand($"select pg_advisory_xact_lock({LockKey})", connection);
        await command.ExecuteNonQueryAsync(cancellation);

        var existing = (await catalog.ListConcertsAsync(
            new PageRequest(Limit: PageRequest.MaxLimit), new EventFilter(EventTimes.All))).Value!.Items;
        if (existing.Any(concert => demo.Concerts.All(one => one.Title != concert.Title)))
        {
            CatalogLog.DemoNotNeeded(logger);
            return;
        }
        foreach (var concert in demo.Concerts)
            await SeedAsync(concert, existing, folder, cancellation);
    }

    private async Task SeedAsync(
        DemoConcert demo, ImmutableArray<Concert> existing, string folder, CancellationToken cancellation)
    {
        var concert = existing.FirstOrDefault(concert => concert.Title == demo.Title)
            ?? Require(
                await catalog.CreateConcertAsync(new NewConcert(demo.Title, demo.Venue, demo.Description)), demo.Title);
        var schedules = Require(
            await catalog.ListSchedulesAsync(concert.Id, new PageRequest(Limit: 1), EventTimes.All), demo.Title);
        if (!schedules.Items.IsEmpty)
            return;

        CatalogLog.DemoImports(logger, demo.Title, demo.Plan);
        var (startedAt, now) = (time.GetTimestamp(), time.GetUtcNow());
        var schedule = Require(
            await catalog.CreateScheduleAsync(
                new NewSchedule(
                    concert.Id,
                    now.AddDays(demo.StartsInDays),
                    new SaleSettings(now, demo.HoldSeconds, demo.SeatsPerFan, demo.TimeZone),
                    demo.Prices,
                    await File.ReadAllBytesAsync(Path.Combine(folder, demo.Plan), cancellation))
                {
                    DoorsAt = now, // so that a gate can be tried
                    Currency = demo.Currency,
                    Queue = demo.Queue ?? QueueSettings.Off,
                },
                cancellation),
            demo.Title);
        var took = (long)time.GetElapsedTime(startedAt).TotalMilliseconds;
        CatalogLog.DemoImported(logger, demo.Title, schedule.SeatCount, took);
    }

    private static T Require<T>(CatalogResult<T> result, string title) => result.Outcome == CatalogOutcome.Done
        ? result.Value!
        : throw new InvalidOperationException(
            $"The demo cannot put '{title}' on sale: {result.Outcome} {string.Join("; ", result.Errors)}");
}

/// <param name="Plan">The name of a seating plan beside demo.json.</param>
/// <param name="Queue">No queue when null.</param>
/// <param name="TimeZone">The installation's when null; as the currency.</param>
internal sealed record DemoConcert(
    string Title,
    string Venue,
    string Description,
    string Plan,
    int StartsInDays,
    int HoldSeconds,
    int SeatsPerFan,
    IReadOnlyDictionary<string, long> Prices,
    QueueSettings? Queue = null,
    string? TimeZone = null,
    string? Currency = null);

/// <summary>The content of demo.json.</summary>
internal sealed record DemoFile(IReadOnlyList<DemoConcert> Concerts);

/// <summary>Registers what fills the catalog; the catalog itself is registered with the store.</summary>
public static class CatalogServices
{
    public static IHostApplicationBuilder AddTicketingCatalog(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHostedService<DemoSeed>();
        return builder;
    }
}

/// <summary>Every log message of the catalog.</summary>
internal static partial class CatalogLog
{
    [LoggerMessage(2100, LogLevel.Information, "The demo puts '{Title}' on sale: reading {Plan}")]
    public static partial void DemoImports(ILogger logger, string title, string plan);

    [LoggerMessage(2101, LogLevel.Information, "'{Title}' is on sale: {Seats} seats imported in {Milliseconds} ms")]
    public static partial void DemoImported(ILogger logger, string title, int seats, long milliseconds);

    [LoggerMessage(2103, LogLevel.Information,
        "Schedule {ScheduleId} is imported: {Seats} seats, ranked by the distance to ({X}, {Y}), found by {Source}")]
    public static partial void Imported(
        ILogger logger, Guid scheduleId, int seats, double x, double y, FrontSource source);

    [LoggerMessage(2104, LogLevel.Warning, "Schedule {ScheduleId}: the plan at {Path} {Warning}")]
    public static partial void ImportWarns(ILogger logger, Guid scheduleId, string path, string warning);

    [LoggerMessage(2105, LogLevel.Warning,
        "Seats of schedule {ScheduleId} are shown without labels: its plan was not read")]
    public static partial void LabelsMissing(ILogger logger, Guid scheduleId, Exception fault);

    [LoggerMessage(2102, LogLevel.Information, "The database has concerts already: no demo")]
    public static partial void DemoNotNeeded(ILogger logger);
}
