using System.Net;
using Microsoft.Extensions.Options;

namespace Ticketing.Hosting;

/// <summary>Says at the start, in words, what is wrong with <see cref="ClusterSettings"/>.</summary>
internal sealed class ClusterSettingsValidation : IValidateOptions<ClusterSettings>
{
    public ValidateOptionsResult Validate(string? name, ClusterSettings options)
    {
        var problems = Problems(options).Select(problem => $"{ClusterSettings.Section}:{problem}").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(ClusterSettings options)
    {
        if (options.Mode == ClusterMode.Redis && string.IsNullOrWhiteSpace(options.Redis))
            yield return "Redis is missing: the connection string of the instance that keeps the membership table.";
        if (string.IsNullOrWhiteSpace(options.ClusterId)) yield return "ClusterId is empty.";
        if (string.IsNullOrWhiteSpace(options.ServiceId)) yield return "ServiceId is empty.";
        if (options.AdvertisedAddress.Length > 0 && !IPAddress.TryParse(options.AdvertisedAddress, out _))
            yield return $"AdvertisedAddress is '{options.AdvertisedAddress}'; it must be an IP address.";
        foreach (var (field, value, most) in Numbers(options))
        {
            if (value < 1 || value > most) yield return $"{field} is {value}; it must be between 1 and {most}.";
        }
    }

    private static IEnumerable<(string Field, int Value, int Most)> Numbers(ClusterSettings options) =>
    [
        (nameof(options.SiloPort), options.SiloPort, ushort.MaxValue),
        (nameof(options.GatewayPort), options.GatewayPort, ushort.MaxValue),
        (nameof(options.ResponseTimeoutSeconds), options.ResponseTimeoutSeconds, 600),
        (nameof(options.ProbeTimeoutSeconds), options.ProbeTimeoutSeconds, 60),
        (nameof(options.MissedProbes), options.MissedProbes, 100),
        (nameof(options.DeathVotes), options.DeathVotes, 10),
        (nameof(options.HeartbeatSeconds), options.HeartbeatSeconds, 600),
        (nameof(options.GatewayRefreshSeconds), options.GatewayRefreshSeconds, 600),
        (nameof(options.RequestsPerGrain), options.RequestsPerGrain, 10_000_000),
        (nameof(options.ShedAboveCpuPercent), options.ShedAboveCpuPercent, 100),
        (nameof(options.ShedAboveMemoryPercent), options.ShedAboveMemoryPercent, 100),
        (nameof(options.ConnectWaitSeconds), options.ConnectWaitSeconds, 3_600),
        (nameof(options.DrainSeconds), options.DrainSeconds, 600),
        (nameof(options.StopSeconds), options.StopSeconds, 600),
    ];
}
