using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Store;

/// <summary>A numbered file of the schema; applied once, and never changed from then on.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    private const string ResourceFolder = "schema/";
    private const string Batches = "-- batches";
    private const string Alone = "-- alone";

    /// <summary>How it is applied; its first line says so.</summary>
    public MigrationKind Kind =>
        Sql.StartsWith(Batches, StringComparison.Ordinal) ? MigrationKind.Batches
        : Sql.StartsWith(Alone, StringComparison.Ordinal) ? MigrationKind.Alone
        : MigrationKind.Whole;

    /// <summary>The parts of the file between empty lines, without those that are comments only.</summary>
    internal IEnumerable<string> Statements =>
        Sql.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.Split('\n').Any(
                line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)));

    /// <summary>SHA-256 of the text with normalized line ends.</summary>
    public string Checksum =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>
    /// The files of <c>store/schema</c> and <c>deploy/postgres</c>, embedded in this assembly, by number.
    /// </summary>
    public static IReadOnlyList<Migration> Embedded()
    {
        var assembly = typeof(Migration).Assembly;
        var migrations = assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(ResourceFolder, StringComparison.Ordinal))
            .Select(resource => Read(assembly.GetManifestResourceStream(resource)!, resource[ResourceFolder.Length..]))
            .OrderBy(migration => migration.Number)
            .ToList();
        var twice = migrations.GroupBy(migration => migration.Number).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? migrations
            : throw new InvalidOperationException($"Two migrations have the number {twice.Key}.");
    }

    private static Migration Read(Stream stream, string name)
    {
        using var reader = new StreamReader(stream);
        return new Migration(int.Parse(name.Split('_')[0]), name, reader.ReadToEnd());
    }
}

/// <summary>How a migration is applied (ADR 11).</summary>
public enum MigrationKind
{
    /// <summary>In one transaction. It must be short: it locks the tables that it alters until its end.</summary>
    Whole,

    /// <summary>
    /// <c>-- batches</c>: one statement, repeated until it changes no row, each time in a transaction of its own. It
    /// changes some thousand rows that are not changed yet, so that it goes on where an interrupted run has ended.
    /// </summary>
    Batches,

    /// <summary>
    /// <c>-- alone</c>: statements that Postgres runs outside of transactions only, like <c>create index
    /// concurrently</c>, with an empty line between them. An interrupted run is repeated from the first one, so the
    /// file begins by dropping the index that such a run has left invalid.
    /// </summary>
    Alone,
}
