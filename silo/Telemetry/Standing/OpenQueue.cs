namespace Ticketing.Telemetry;

/// <summary>A queue that could admit somebody: it is open, not paused, has room and seats, and fans wait.</summary>
/// <param name="AdmittedThrough">The turn up to which it has come.</param>
internal readonly record struct OpenQueue(Guid ScheduleId, long AdmittedThrough);
