using Microsoft.Extensions.Options;

namespace Ticketing.Hosting;

/// <summary>An api process that is started before the first silo waits for it.</summary>
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
