namespace Ticketing.Catalog;

/// <summary>demo.json: what is there to play with.</summary>
internal sealed record DemoFile(IReadOnlyList<DemoConcert> Concerts);
