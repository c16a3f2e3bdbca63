using Microsoft.Extensions.Logging;

namespace Ticketing.Tests.PostProcessing;

/// <summary>Records the log of post-processing.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly List<(LogLevel Level, string Line)> lines = [];

    public IReadOnlyList<(LogLevel Level, string Line)> Lines => lines;

    public ILogger CreateLogger(string categoryName) => new Logger(
        categoryName.StartsWith("Ticketing.Messaging.LogNotifier", StringComparison.Ordinal) ? lines : []);

    public void Dispose()
    {
    }

    private sealed class Logger(List<(LogLevel, string)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => lines.Add((logLevel, formatter(state, exception)));
    }
}
