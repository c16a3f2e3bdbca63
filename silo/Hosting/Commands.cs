using Npgsql;
using Ticketing.Audit;
using Ticketing.Postgres;
using Ticketing.Reads;

namespace Ticketing.Hosting;

/// <summary>
/// What a program does instead of serving, by its first argument; the rest is configuration, as when it serves.
/// </summary>
public static class Commands
{
    private const string Migrate = "migrate";
    private const string RebuildReadModel = "rebuild-read-model";
    private const string Audit = "audit";

    /// <summary>Of an audit: 0 says that all is well and 1 that it is not.</summary>
    private const int CouldNotCheck = 2;

    /// <summary>
    /// The exit code of the command that the arguments name: 0 done, 1 failed, with the reason in one line; of an audit
    /// 0 clean, 1 violated, 2 failed. Null when they name none.
    /// </summary>
    public static Task<int>? Find(string[] args) => args switch
    {
        [] => null,
        [Migrate, .. var settings] => RunAsync(Migrate, () => MigrateAsync(settings)),
        [RebuildReadModel, .. var settings] => RunAsync(RebuildReadModel, () => RebuildAsync(settings)),
        [Audit, .. var settings] => RunAsync(Audit, () => AuditAsync(settings), CouldNotCheck),
        [var first, ..] when IsSetting(first) => null,
        [var first, ..] => RunAsync(first, () => throw new InvalidOperationException(
            $"there is no such command. There are: {Migrate}, {RebuildReadModel}, {Audit}. "
            + "Without one, the program serves.")),
    };

    // As the command line's configuration reads it: --Key:Name value, /Key value, Key=value.
    private static bool IsSetting(string argument) =>
        argument.StartsWith('-') || argument.StartsWith('/') || argument.Contains('=');

    // It waits for a database that starts, as a server does, and tells each file that it applies.
    private static Task<int> MigrateAsync(string[] settings) => OnStoreAsync(settings, async (services, interruption) =>
    {
        await services.GetRequiredService<MigrationService>().StartingAsync(interruption);
        Console.WriteLine($"The database has the schema of this version: {Migration.Embedded().Count} migrations.");
        return 0;
    });

    private static Task<int> RebuildAsync(string[] settings) => OnStoreAsync(settings, async (services, interruption) =>
    {
        var rebuild = ActivatorUtilities.CreateInstance<ReadModelRebuild>(services);
        await rebuild.RunAsync(Console.WriteLine, interruption);
        return 0;
    });

    private static Task<int> AuditAsync(string[] settings) => OnStoreAsync(settings, async (services, interruption) =>
    {
        var auditor = new Auditor(services.GetRequiredService<NpgsqlDataSource>());
        var findings = await auditor.RunAsync(interruption);
        foreach (var line in AuditReport.Lines(findings))
            Console.WriteLine(line);
        return findings.Any(finding => finding.Violations > 0) ? 1 : 0;
    });

    private static async Task<int> OnStoreAsync(
        string[] settings, Func<IServiceProvider, CancellationToken, Task<int>> run)
    {
        using var interrupted = new CancellationTokenSource();
        void Interrupt(object? sender, ConsoleCancelEventArgs pressed)
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        }

        Console.CancelKeyPress += Interrupt;
        try
        {
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
            {
                Args = settings,
                ContentRootPath = AppContext.BaseDirectory,
            });
            builder.Configuration.Quiet("Npgsql");
            builder.AddTicketingStore();
            using var host = builder.Build(); // not started: it serves nobody
            return await run(host.Services, interrupted.Token);
        }
        finally
        {
            Console.CancelKeyPress -= Interrupt;
        }
    }

    private static async Task<int> RunAsync(string command, Func<Task<int>> run, int failed = 1)
    {
        try
        {
            return await run();
        }
        catch (Exception fault)
        {
            await Console.Error.WriteLineAsync($"{command} failed: {Explain(command, fault)}");
            return failed;
        }
    }

    private static string Explain(string command, Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
            "the database has not the schema of this version; run 'migrate', or start the server first.",
        OperationCanceledException when command == RebuildReadModel =>
            "it was told to stop. Until it runs again, lists come from the primary's tables.",
        _ => Startup.Explain(fault),
    };
}
