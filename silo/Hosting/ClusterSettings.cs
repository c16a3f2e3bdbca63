namespace Ticketing.Hosting;

/// <summary>
/// This process' part in the cluster; section <c>Ticketing:Cluster</c>. What silos and api processes have in common
/// (ids, Redis, timeouts) must be the same everywhere.
/// </summary>
public sealed record ClusterSettings
{
    public const string Section = "Ticketing:Cluster";

    /// <summary>Local is one process alone; Redis keeps the table of any number of silos and api processes.</summary>
    public ClusterMode Mode { get; init; } = ClusterMode.Local;

    /// <summary>Processes of one cluster share it; a blue/green deployment has two.</summary>
    public string ClusterId { get; init; } = "ticketing";

    /// <summary>Part of the identity of stored grain state: it never changes, whatever is deployed.</summary>
    public string ServiceId { get; init; } = "ticketing";

    /// <summary>StackExchange.Redis' connection string. The instance must keep its data over a restart.</summary>
    public string Redis { get; init; } = "";

    /// <summary>Where the other silos reach this one; the host's first address when empty.</summary>
    public string AdvertisedAddress { get; init; } = "";

    /// <summary>
    /// This silo runs in a pod: it compares the members of its cluster with the pods, which it lists and watches
    /// through Kubernetes' API, and declares members dead that have none. Silos only.
    /// </summary>
    public bool Kubernetes { get; init; }

    /// <summary>Where the other silos reach this one. Without TLS, keep everybody else away from it.</summary>
    public int SiloPort { get; init; } = 11_111;

    /// <summary>Where api processes reach this silo. Without TLS, keep everybody else away from it.</summary>
    public int GatewayPort { get; init; } = 30_000;

    /// <summary>
    /// How long a call may take before its outcome is unknown. It bounds how long a call hangs that was under way to a
    /// silo when that died; the check runs once a second, so it may take a second more.
    /// </summary>
    public int ResponseTimeoutSeconds { get; init; } = 4;

    /// <summary>
    /// How long a silo has to answer a probe. With it, a silo that was killed is replaced after about
    /// <see cref="MissedProbes"/> times this; 1 s came near to burying silos that were only busy.
    /// </summary>
    public int ProbeTimeoutSeconds { get; init; } = 2;

    /// <summary>Probes in a row that a silo must miss before another votes it dead.</summary>
    public int MissedProbes { get; init; } = 3;

    /// <summary>Votes that declare a silo dead; fewer when there are fewer others.</summary>
    public int DeathVotes { get; init; } = 2;

    /// <summary>
    /// How often a silo writes to the membership table that it is there. Who has not for three times as long has no say
    /// in who is dead, and may be declared dead by a silo that joins; the machines' clocks must agree that well.
    /// </summary>
    public int HeartbeatSeconds { get; init; } = 3;

    /// <summary>How often an api process asks which silos there are.</summary>
    public int GatewayRefreshSeconds { get; init; } = 5;

    /// <summary>Requests, running or waiting, that one grain takes; the next is refused.</summary>
    public int RequestsPerGrain { get; init; } = 10_000;

    /// <summary>
    /// A silo whose process uses more of the processors it may use refuses what comes from api processes.
    /// </summary>
    public int ShedAboveCpuPercent { get; init; } = 98;

    /// <summary>
    /// The same of the memory that .NET may use: of three quarters of the container's limit where it has one, else of
    /// the machine's.
    /// </summary>
    public int ShedAboveMemoryPercent { get; init; } = 90;

    /// <summary>How long an api process waits for a first silo before it gives up its start.</summary>
    public int ConnectWaitSeconds { get; init; } = 120;

    /// <summary>
    /// How long a process that is to stop says "not ready" and still serves, so that balancers send nothing new.
    /// </summary>
    public int DrainSeconds { get; init; } = 2;

    /// <summary>How long a stop may take after that: requests under way, then leaving the cluster.</summary>
    public int StopSeconds { get; init; } = 30;
}
