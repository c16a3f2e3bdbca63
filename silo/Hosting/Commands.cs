using Npgsql;
using Ticketing.Store;

namespace Ticketing.Silo;

/// <summary>
/// Commands that a program runs instead of serving. The first argument names the command; the others are configuration.
/// </summary>
public static class Commands
{
    private const string Migrate = "migrate";
    private const string RebuildReadModel = "rebuild-read-model";
    private const string Audit = "audit";

    /// <summary>
    /// The exit code of an audit that failed; 0 means that all checks hold and 1 that some are violated.
    /// </summary>
    private const int CouldNotCheck = 2;

    /// <summary>
    /// Runs the command that the arguments name and returns its exit code: 0 done, 1 failed, with the reason in one
    /// line; for an audit 0 clean, 1 violated, 2 failed. Null when the arguments name no command.
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

    // Waits for a database that is starting, as a server does, and logs each file that it applies.
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
            using var host = builder.Build(); // not started: it serves no requests
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
            "the database does not have the schema of this version; run 'migrate', or start the server first.",
        OperationCanceledException when command == RebuildReadModel =>
            "it was interrupted. Until it runs again, lists come from the primary's tables.",
        _ => Startup.Explain(fault),
    };
}
