using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>How a queue is run.</summary>
public sealed record QueueSettingsBody(
    bool Enabled,
    int MaxActive,
    int PacePerSecond,
    bool Paused,
    bool Draining,
    int ClaimSeconds,
    int ActiveSeconds,
    bool PausesWhenSoldOut,
    bool Draws)
{
    internal static QueueSettingsBody Of(QueueSettings settings) => new(
        settings.Enabled,
        settings.MaxActive,
        settings.PacePerSecond,
        settings.Paused,
        settings.Draining,
        settings.ClaimSeconds,
        settings.ActiveSeconds,
        settings.PausesWhenSoldOut,
        settings.Draws);
}
