namespace Ticketing.Stock;

/// <summary>A category of a schedule.</summary>
[GenerateSerializer, Immutable, Alias("StockKey")]
public readonly record struct StockKey([property: Id(0)] Guid ScheduleId, [property: Id(1)] string Category);
