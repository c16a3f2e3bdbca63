namespace Ticketing.Postgres;

/// <summary>What the last look at the databases found. Timestamps are those of the process' clock.</summary>
/// <param name="ReplicaAsOf">The replica knows everything up to then; null when it must not be read.</param>
/// <param name="ModelAsOf">
/// The read model, where it is read, knows everything up to then; null when it must not be read.
/// </param>
internal sealed record ReadStanding(long? ReplicaAsOf, long? ModelAsOf)
{
    public static ReadStanding Unknown { get; } = new(null, null);
}
