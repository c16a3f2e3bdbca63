namespace Ticketing.Api;

/// <summary>A part of a list.</summary>
/// <param name="NextCursor">Give it as <c>cursor</c> to get what follows; null at the end.</param>
public sealed record PageBody<T>(IReadOnlyList<T> Items, string? NextCursor);
