namespace Ticketing.Tests.Docs;

/// <summary>A column in the database's catalog.</summary>
/// <param name="IsAlone">Whether it is the only column of a key.</param>
/// <param name="References">The table of its foreign key, if it has one.</param>
internal sealed record Column(
    string Table, string Name, string Type, bool IsNullable, bool IsKey, bool IsAlone, string? References);
