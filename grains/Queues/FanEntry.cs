namespace Ticketing.Queues;

/// <summary>What a fan's grain knows of one reservation.</summary>
/// <param name="Seats">Seats that count against the limit.</param>
/// <param name="OpenUntil">Set while the outcome is awaited; when it passes unheard, the database is read.</param>
public sealed record FanEntry(int Seats, DateTimeOffset? OpenUntil);
