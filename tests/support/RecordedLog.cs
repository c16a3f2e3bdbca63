using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace Ticketing.Tests.Support;

/// <summary>Keeps what is logged, and writes it to the output of the test if there is one.</summary>
/// <param name="category">Only of categories that begin with this.</param>
public sealed class RecordedLog(
    LogLevel from = LogLevel.Information, string category = "", ITestOutputHelper? output = null)
    : ILoggerProvider, ILoggerFactory
{
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly ConcurrentQueue<LogEntry> entries = new();

    public IReadOnlyCollection<LogEntry> Entries => entries;

    public IEnumerable<string> Messages => entries.Select(entry => entry.Message);

    /// <summary>Those of level error and above, with their exceptions.</summary>
    public IReadOnlyList<string> Errors =>
        [.. entries.Where(entry => entry.Level >= LogLevel.Error).Select(entry => $"{entry}")];

    public ILogger CreateLogger(string categoryName) => new Logger(
        this, categoryName, categoryName.StartsWith(category, StringComparison.Ordinal) ? from : LogLevel.None);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private void Add(LogEntry entry)
    {
        entries.Enqueue(entry);
        try
        {
            output?.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s: {entry}");
        }
        catch (InvalidOperationException)
        {
            // The test has ended.
        }
    }

    private sealed class Logger(RecordedLog log, string category, LogLevel from) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= from && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) log.Add(new LogEntry(logLevel, category, formatter(state, exception), exception));
        }
    }
}

/// <summary>A message that was logged.</summary>
public sealed record LogEntry(LogLevel Level, string Category, string Message, Exception? Exception)
{
    public override string ToString() => $"{Category}: {Message} {Exception}";
}
