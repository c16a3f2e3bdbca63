using Npgsql;
using Ticketing.Postgres;
using Ticketing.Reads;

namespace Ticketing.Hosting;

/// <summary>
/// What a program does instead of serving, by its first argument; the rest is configuration, as when it serves.
/// </summary>
public static class Commands
{
    private const string RebuildReadModel = "rebuild-read-model";

    /// <summary>
    /// The exit code of the command that the arguments name: 0 done, 1 failed, with the reason in one line. Null when
    /// they name none.
    /// </summary>
    public static Task<int>? Find(string[] args) => args switch
    {
        [] => null,
        [RebuildReadModel, .. var settings] => RunAsync(RebuildReadModel, () => RebuildAsync(settings)),
        [var first, ..] when IsSetting(first) => null,
        [var first, ..] => RunAsync(first, () => throw new InvalidOperationException(
            $"there is no such command. There is: {RebuildReadModel}. Without one, the program serves.")),
    };

    // As the command line's configuration reads it: --Key:Name value, /Key value, Key=value.
    private static bool IsSetting(string argument) =>
        argument.StartsWith('-') || argument.StartsWith('/') || argument.Contains('=');

    private static async Task RebuildAsync(string[] settings)
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
            builder.AddTicketingStore();
            builder.Services.AddSingleton<ReadModelRebuild>();
            using var host = builder.Build(); // not started: the server has migrated the database
            await host.Services.GetRequiredService<ReadModelRebuild>().RunAsync(Console.WriteLine, interrupted.Token);
        }
        finally
        {
            Console.CancelKeyPress -= Interrupt;
        }
    }

    private static async Task<int> RunAsync(string command, Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception fault)
        {
            await Console.Error.WriteLineAsync($"{command} failed: {Explain(fault)}");
            return 1;
        }
    }

    private static string Explain(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } =>
            "the database has not the schema of this version; start the server first.",
        OperationCanceledException => "it was told to stop. Until it runs again, lists come from the primary's tables.",
        _ => Startup.Explain(fault),
    };
}
