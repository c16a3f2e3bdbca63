using System.Text;

namespace Ticketing.Tests.Docs;

/// <summary>Draws the tables of a database as Mermaid diagrams, one per group.</summary>
internal static class Erd
{
    public static string Draw(IReadOnlyCollection<Column> columns)
    {
        var text = new StringBuilder(
            """
            # The tables

            Made from the migrated database (`WRITE_DOCS=1 ./test --filter Docs`); the statements are in
            `store/schema/` and `deploy/postgres/`. A solid line is a foreign key. A dotted one is kept by the
            code alone, as a foreign key between tables that a sale writes would halve the rate of commits; `audit`
            looks for what it would have refused. Columns named `version` guard writes: who writes names the version
            that was read. Numbers under `status` and `kind` are those of the enums in `grain-interfaces/`.

            """);
        foreach (var (group, tables) in TableNotes.Groups)
            Draw(text, group, tables, columns.ToLookup(column => column.Table));
        return text.ToString();
    }

    private static void Draw(
        StringBuilder text, string group, IReadOnlyDictionary<string, string> tables, ILookup<string, Column> columns)
    {
        text.Append($"\n## {group}\n\n| table | what it is, and who writes it |\n|---|---|\n");
        foreach (var (table, note) in tables)
            text.Append($"| `{table}` | {note} |\n");
        text.Append("\n```mermaid\nerDiagram\n");
        foreach (var column in tables.Keys.SelectMany(table => columns[table]))
            if (ParentOf(column) is { } parent)
                text.Append($"    {parent} {LineOf(column)} {column.Table} : {column.Name}\n");
        foreach (var table in tables.Keys)
        {
            text.Append($"    {table} {{\n");
            foreach (var column in columns[table])
                text.Append($"        {column.Type} {column.Name}{MarksOf(column)}\n");
            text.Append("    }\n");
        }

        text.Append("```\n");
    }

    /// <summary>The table that the column refers to, by foreign key or by convention.</summary>
    public static string? ParentOf(Column column)
    {
        var parent = column.References
            ?? TableNotes.ColumnReferences.GetValueOrDefault($"{column.Table}.{column.Name}")
            ?? TableNotes.NameReferences.GetValueOrDefault(column.Name);
        return parent == column.Table ? null : parent;
    }

    private static string LineOf(Column column)
    {
        var parentEnd = column.IsNullable || TableNotes.MayBeMissing.Contains(column.Name) ? "|o" : "||";
        return $"{parentEnd}{(column.References is null ? ".." : "--")}{(column.IsAlone ? "o|" : "o{")}";
    }

    private static string MarksOf(Column column)
    {
        string[] keys = [.. Keys()];
        var nullable = column.IsNullable ? " \"may be null\"" : "";
        return (keys.Length == 0 ? "" : $" {string.Join(", ", keys)}") + nullable;

        IEnumerable<string> Keys()
        {
            if (column.IsKey) yield return "PK";
            if (ParentOf(column) is not null) yield return "FK";
            if (column is { IsAlone: true, IsKey: false }) yield return "UK";
        }
    }
}
