using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Postgres;

/// <summary>A numbered file of the schema; applied once, and never changed from then on.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    private const string ResourceFolder = ".Postgres.schema.";

    /// <summary>Of the text, whatever line ends it was checked out with.</summary>
    public string Checksum =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The files of <c>silo/Postgres/schema</c>, which this assembly carries, in their order.</summary>
    public static IReadOnlyList<Migration> Embedded()
    {
        var assembly = typeof(Migration).Assembly;
        var migrations = assembly.GetManifestResourceNames()
            .Where(resource => resource.Contains(ResourceFolder, StringComparison.Ordinal))
            .Select(resource => Read(assembly.GetManifestResourceStream(resource)!, NameOf(resource)))
            .OrderBy(migration => migration.Number)
            .ToList();
        var twice = migrations.GroupBy(migration => migration.Number).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? migrations
            : throw new InvalidOperationException($"Two migrations have the number {twice.Key}.");
    }

    private static string NameOf(string resource) =>
        Path.GetFileNameWithoutExtension(resource[(resource.IndexOf(ResourceFolder, StringComparison.Ordinal)
            + ResourceFolder.Length)..]);

    private static Migration Read(Stream stream, string name)
    {
        using var reader = new StreamReader(stream);
        return new Migration(int.Parse(name.Split('_')[0]), name, reader.ReadToEnd());
    }
}
