using System.Net;
using Microsoft.Extensions.Options;

namespace Ticketing.Silo;

/// <summary>
/// How this process joins the cluster; section <c>Ticketing:Cluster</c>. Settings that silos and api processes share
/// (ids, Redis, timeouts) must be the same everywhere.
/// </summary>
public sealed record ClusterSettings
{
    public const string Section = "Ticketing:Cluster";

    /// <summary>
    /// Local is a single process; Redis keeps the membership table of any number of silos and api processes.
    /// </summary>
    public ClusterMode Mode { get; init; } = ClusterMode.Local;

    /// <summary>The id that the processes of one cluster share; a blue/green deployment has two.</summary>
    public string ClusterId { get; init; } = "ticketing";

    /// <summary>Part of the key of stored grain state: it must never change, whatever is deployed.</summary>
    public string ServiceId { get; init; } = "ticketing";

    /// <summary>StackExchange.Redis' connection string. The instance must keep its data over a restart.</summary>
    public string Redis { get; init; } = "";

    /// <summary>The IP address at which other silos reach this one; the host's first address when empty.</summary>
    public string AdvertisedAddress { get; init; } = "";

    /// <summary>
    /// Whether this silo runs in a pod: it then compares the members of its cluster with the pods, which it lists and
    /// watches through Kubernetes' API, and declares members without a pod dead. Silos only.
    /// </summary>
    public bool Kubernetes { get; init; }

    /// <summary>The port for other silos. Without TLS, no one else may be able to reach it.</summary>
    public int SiloPort { get; init; } = 11_111;

    /// <summary>The port for api processes. Without TLS, no one else may be able to reach it.</summary>
    public int GatewayPort { get; init; } = 30_000;

    /// <summary>
    /// How long a call may take before its outcome is unknown. It also bounds how long a call to a silo that died
    /// hangs; the check runs once a second, so it may take a second more.
    /// </summary>
    public int ResponseTimeoutSeconds { get; init; } = 4;

    /// <summary>
    /// The longest that a silo has to answer a probe; half of it when silos answer fast. A silo that hangs is declared
    /// dead when nothing has come from it for <see cref="MissedProbes"/> times this. One that was killed is declared
    /// dead sooner, because its connections are closed.
    /// </summary>
    public int ProbeTimeoutSeconds { get; init; } = 2;

    /// <summary>Probes in a row that a silo must miss before another silo votes to declare it dead.</summary>
    public int MissedProbes { get; init; } = 3;

    /// <summary>Votes needed to declare a silo dead; fewer when there are fewer other silos.</summary>
    public int DeathVotes { get; init; } = 2;

    /// <summary>
    /// How often a silo writes its heartbeat to the membership table. A silo whose last heartbeat is older than three
    /// times this has no vote and may be declared dead by a silo that joins; the machines' clocks must agree that well.
    /// </summary>
    public int HeartbeatSeconds { get; init; } = 3;

    /// <summary>
    /// How often an api process refreshes its list of silos. Until then it sends requests to a silo that was declared
    /// dead, and they fail.
    /// </summary>
    public int GatewayRefreshSeconds { get; init; } = 1;

    /// <summary>The most requests, running or waiting, of one grain; further ones are rejected.</summary>
    public int RequestsPerGrain { get; init; } = 10_000;

    /// <summary>
    /// A silo whose process uses more of the processors available to it rejects requests from api processes.
    /// </summary>
    public int ShedAboveCpuPercent { get; init; } = 98;

    /// <summary>
    /// The same for memory, relative to what .NET may use: three quarters of the container's limit if there is one,
    /// otherwise all of the machine's.
    /// </summary>
    public int ShedAboveMemoryPercent { get; init; } = 90;

    /// <summary>How long an api process waits for the first silo before its start fails.</summary>
    public int ConnectWaitSeconds { get; init; } = 120;

    /// <summary>
    /// How long a stopping process reports "not ready" and still serves, so that load balancers stop sending requests.
    /// </summary>
    public int DrainSeconds { get; init; } = 2;

    /// <summary>
    /// How long a stop may take after that: finishing requests in progress, then leaving the cluster.
    /// </summary>
    public int StopSeconds { get; init; } = 30;
}

/// <summary>Reports at the start which values of <see cref="ClusterSettings"/> are invalid.</summary>
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

/// <summary>How the processes of one installation find each other.</summary>
public enum ClusterMode
{
    /// <summary>Not at all: the api's process is the only silo.</summary>
    Local,

    /// <summary>Through the membership table in Redis: any number of silos and api processes.</summary>
    Redis,
}
