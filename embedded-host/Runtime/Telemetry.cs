using Microsoft.Extensions.Logging;

namespace Ticketing.EmbeddedHost;

/// <summary>Every log message of the embedded host.</summary>
internal static partial class Telemetry
{
    [LoggerMessage(1, LogLevel.Warning, "{Method} of {Grain} did not answer within {Timeout}; its caller was told so")]
    public static partial void CallTimedOut(this ILogger logger, Activation grain, string method, TimeSpan timeout);

    [LoggerMessage(2, LogLevel.Warning, "The mailbox of {Grain} holds {Limit} requests; another was refused")]
    public static partial void MailboxFull(this ILogger logger, Activation grain, int limit);

    [LoggerMessage(3, LogLevel.Warning, "One-way call {Method} of {Grain} failed")]
    public static partial void OneWayFailed(this ILogger logger, string grain, string method, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "A tick failed, the timer goes on: {Timer}")]
    public static partial void TickFailed(this ILogger logger, GrainTimer timer, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "{Grain} could not activate")]
    public static partial void ActivationFailed(this ILogger logger, Activation grain, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "{Grain} failed while it deactivated")]
    public static partial void DeactivationFailed(this ILogger logger, Activation grain, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "{Grain} took more than {Timeout} to deactivate and goes without it")]
    public static partial void DeactivationOverdue(this ILogger logger, Activation grain, TimeSpan timeout);

    [LoggerMessage(8, LogLevel.Critical, "A turn of {Grain} failed in the host itself")]
    public static partial void TurnFailed(this ILogger logger, Activation grain, Exception exception);

    [LoggerMessage(9, LogLevel.Error, "Could not {Operation} the state {State} of {Grain}")]
    public static partial void StorageFailed(
        this ILogger logger, string operation, string state, Activation grain, Exception exception);

    [LoggerMessage(10, LogLevel.Information, "Embedded grain host stops: {Activations} grains are active")]
    public static partial void Stopping(this ILogger logger, int activations);

    [LoggerMessage(11, LogLevel.Warning, "{Activations} grains did not end in time and were dropped")]
    public static partial void DroppedAtStop(this ILogger logger, int activations);

    [LoggerMessage(12, LogLevel.Critical, "The timeout and idle scan failed")]
    public static partial void ScanFailed(this ILogger logger, Exception exception);
}
