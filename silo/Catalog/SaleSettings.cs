namespace Ticketing.Catalog;

/// <summary>What of a sale may be changed after the import.</summary>
public sealed record SaleSettings(DateTimeOffset OpensAt, int HoldSeconds, int SeatsPerFan);
