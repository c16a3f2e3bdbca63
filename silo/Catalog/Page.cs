using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <param name="NextCursor">Asks for what follows; null at the end.</param>
public sealed record Page<T>(ImmutableArray<T> Items, string? NextCursor);
