using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using Ticketing.Queues;

namespace Ticketing.Catalog;

/// <summary>
/// Fills a database without concerts from the folder that <c>Ticketing:Demo:Folder</c> names; does nothing without one.
/// Where an earlier start was cut off it adds what is missing. Any number of processes may start at once.
/// </summary>
public sealed class DemoSeed(
    CatalogStore catalog,
    NpgsqlDataSource dataSource,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<DemoSeed> logger) : IHostedService
{
    /// <summary>
    /// A folder with demo.json, from which a database without concerts is filled at the start; for trying only.
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

        // Held until the transaction ends, also when this process does.
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand($"select pg_advisory_xact_lock({LockKey})", connection);
        await command.ExecuteNonQueryAsync(cancellation);

        var existing = (await catalog.ListConcertsAsync(new PageRequest(Limit: PageRequest.MaxLimit))).Value!.Items;
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
        var schedules = Require(await catalog.ListSchedulesAsync(concert.Id, new PageRequest(Limit: 1)), demo.Title);
        if (!schedules.Items.IsEmpty)
            return;

        CatalogLog.DemoImports(logger, demo.Title, demo.Plan);
        var (startedAt, now) = (time.GetTimestamp(), time.GetUtcNow());
        var schedule = Require(
            await catalog.CreateScheduleAsync(
                new NewSchedule(
                    concert.Id,
                    now.AddDays(demo.StartsInDays),
                    new SaleSettings(now, demo.HoldSeconds, demo.SeatsPerFan),
                    demo.Prices,
                    await File.ReadAllBytesAsync(Path.Combine(folder, demo.Plan), cancellation))
                {
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
