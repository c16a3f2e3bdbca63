namespace Ticketing.Messaging;

/// <summary>How far this process is with a partition that it has, all of the same moment.</summary>
/// <param name="Next">The offset after the last that was taken; 0 before the first.</param>
/// <param name="Done">The lowest offset that is not handled; negative while that is not known.</param>
/// <param name="Oldest">When the oldest event happened that is taken and not handled; null when there is none.</param>
internal readonly record struct PartitionStanding(long Next, long Done, DateTimeOffset? Oldest);
