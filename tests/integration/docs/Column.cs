namespace Ticketing.Tests.Docs;

/// <summary>A column as the database's catalog has it.</summary>
/// <param name="IsAlone">Its value alone names the row: a key of one column.</param>
/// <param name="References">The table of its foreign key, if it has one.</param>
internal sealed record Column(
    string Table, string Name, string Type, bool IsNullable, bool IsKey, bool IsAlone, string? References);
