using Microsoft.Extensions.Logging;

namespace Ticketing.Tests.Host;

/// <summary>Puts warnings and worse among the notes.</summary>
public sealed class ProbeLogger<T>(Probe probe) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            probe.Note($"log: {formatter(state, exception)}");
    }
}
