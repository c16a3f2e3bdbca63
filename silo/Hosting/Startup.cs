using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Hosting;

/// <summary>
/// Runs the process. What keeps it from starting is told in one line to who started it, with exit code 1; a stack trace
/// only when it is a bug.
/// </summary>
public static class Startup
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <param name="what">What cannot start, for the message: "server", "silo".</param>
    /// <param name="build">Builds the process; calls what it is given before it does.</param>
    public static async Task<int> RunAsync(string what, Func<Action<WebApplicationBuilder>, WebApplication> build)
    {
        var started = false;
        try
        {
            // The host would log with its stack trace what is told in one line here.
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
    /// A silo that has started before the failure would be disposed of as a running one, and log its complaints with
    /// stack traces; so everything that has started is stopped first.
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

    /// <summary>In one line, unless it is a bug.</summary>
    internal static string Explain(Exception fault) => fault switch
    {
        AggregateException many => string.Join(" ", many.Flatten().InnerExceptions.Select(Explain)),
        OptionsValidationException options => OneLine(string.Join(" ", options.Failures)),
        NpgsqlException database => $"the database: {OneLine(WithCause(database))}",
        OperationCanceledException => "it was told to stop.",
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
