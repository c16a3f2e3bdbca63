using Ticketing.PostProcessing;

namespace Ticketing.Storage;

/// <summary>The counts of a schedule; see <see cref="Commit"/> for the version.</summary>
public sealed record StatisticsRow(ScheduleStatistics Counts, long Version) : IVersionedRow;
