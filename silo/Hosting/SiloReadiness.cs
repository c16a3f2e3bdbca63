namespace Ticketing.Hosting;

/// <summary>A silo is ready while it is an active member of its cluster.</summary>
internal sealed class SiloReadiness(ISiloStatusOracle members) : IReadinessCheck
{
    public string? Complaint =>
        members.CurrentStatus == SiloStatus.Active ? null : $"The silo is {members.CurrentStatus}.";
}
