using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Silo;

/// <summary>
/// Runs the process. If the start fails, the reason is written to stderr in one line, with a stack trace only for a
/// bug; the exit code is 1.
/// </summary>
public static class Startup
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <param name="what">The program's name in the message: "server", "silo".</param>
    /// <param name="build">Builds the process, and first calls its argument to adjust the builder.</param>
    public static async Task<int> RunAsync(string what, Func<Action<WebApplicationBuilder>, WebApplication> build)
    {
        var started = false;
        try
        {
            // Without this filter, the host would also log the failure, with a stack trace.
            await using var app = build(builder => builder.Logging.AddFilter(
                HostCategory, level => level >= LogLevel.Information && (started || level < LogLevel.Error)));
            await StartAsync(app);
            started = true;
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception fault) when (!started)
        {
            await Console.Error.WriteLineAsync($"The {what} cannot start: {Explain(fault)}");
            return 1;
        }
    }

    /// <summary>
    /// A silo that started before the failure would be disposed of while running and log errors with stack traces, so
    /// everything that has started is stopped first.
    /// </summary>
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>The reason in one line; with a stack trace when it is a bug.</summary>
    internal static string Explain(Exception fault) => fault switch
    {
        AggregateException many => string.Join(" ", many.Flatten().InnerExceptions.Select(Explain)),
        OptionsValidationException options => OneLine(string.Join(" ", options.Failures)),
        NpgsqlException database => $"the database: {OneLine(WithCause(database))}",
        OperationCanceledException => "it was interrupted.",
        IOException or InvalidOperationException or FormatException or InvalidDataException or JsonException
            or OrleansException => OneLine(WithCause(fault)),
        _ => fault.ToString(),
    };

    private static string WithCause(Exception fault) =>
        fault.InnerException is { } cause && !fault.Message.Contains(cause.Message, StringComparison.Ordinal)
            ? $"{fault.Message} ({cause.Message})"
            : fault.Message;

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
