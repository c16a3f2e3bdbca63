using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Ticketing.Silo;

/// <summary>An api process is ready while it is connected to at least one silo.</summary>
internal sealed class ClusterConnection : IClusterConnectionStatusObserver, IHealthCheck
{
    private int connected;

    private bool IsConnected => Volatile.Read(ref connected) > 0;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No silo is connected."));

    // The change of the gateway count reports this as well, and may arrive before or after this call.
    public void NotifyClusterConnectionLost()
    {
    }

    /// <summary>
    /// Connections open and close on their own threads, so changes may arrive in another order than they happened: only
    /// their sum is reliable.
    /// </summary>
    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool recovered) =>
        Interlocked.Add(ref connected, currentNumberOfGateways - previousNumberOfGateways);
}

/// <summary>Lets an api process that is started before the first silo wait for it.</summary>
internal sealed class PatientConnection(IOptions<ClusterSettings> settings, TimeProvider time)
    : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly DateTimeOffset giveUpAt = time.GetUtcNow().AddSeconds(settings.Value.ConnectWaitSeconds);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() >= giveUpAt) return false;
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}

/// <summary>
/// Repeats a call that a stopping or dead silo rejected: by then the grain is, or can be, activated on another silo.
/// That is safe whatever became of the call, because every command is idempotent. Timeouts are not repeated: the caller
/// has waited long enough. Only clients use this filter. A silo no longer has the arguments of a call that ran within
/// it; when a grain's call to another grain is rejected, the client repeats the whole command.
/// </summary>
internal sealed class RepeatRejected(TimeProvider time) : IOutgoingGrainCallFilter
{
    private const int Repeats = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // A call that was rejected late would otherwise take up to twice the response timeout.
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(1);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var startedAt = time.GetTimestamp();
        for (var repeated = 0; ; repeated++)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (OrleansMessageRejectionException)
                when (repeated < Repeats && IsOurs(context) && time.GetElapsedTime(startedAt) < Latest)
            {
                await Task.Delay(Pause, time);
            }
        }
    }

    /// <summary>Calls of Orleans itself have their own retry rules.</summary>
    private static bool IsOurs(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod.DeclaringType?.Assembly == typeof(GrainKeys).Assembly;
}
