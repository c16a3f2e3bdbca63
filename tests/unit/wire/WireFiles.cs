using System.Runtime.CompilerServices;

namespace Ticketing.Tests.Wire;

/// <summary>
/// The committed lists under docs/wire, and the files that are kept for each release: tests/unit/wire/releases/NUMBER.
/// With WRITE_DOCS set, lists and missing files of the current release are written; a kept file never changes.
/// </summary>
internal static class WireFiles
{
    /// <summary>
    /// Raise it, and run the tests with WRITE_DOCS=1, when an event or a stored value has a member that no sample of
    /// the current release shows, or before a release whose lists differ from the last kept ones.
    /// </summary>
    public const int CurrentRelease = 2;

    private static readonly bool Writes = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WRITE_DOCS"));

    private static string Root { get; } = FindRoot();

    /// <summary>The folders of all kept releases, the latest last.</summary>
    public static IReadOnlyList<string> Releases { get; } =
        [.. Enumerable.Range(1, CurrentRelease).Select(
            number => Path.Combine(Root, "tests", "unit", "wire", "releases", $"{number}"))];

    public static string Current => Releases[^1];

    /// <summary>Fails unless the committed list equals the one made from the assemblies.</summary>
    public static void ShouldBe(string name, string made)
    {
        var path = Path.Combine(Root, "docs", "wire", name);
        var there = File.Exists(path) ? File.ReadAllText(path) : "";
        if (there == made) return;
        if (Writes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, made);
            return;
        }

        var (old, fresh) = (there.Split('\n'), made.Split('\n'));
        Assert.Fail(
            $"docs/wire/{name} is not what the assemblies say; run the tests with WRITE_DOCS=1, review it.\n"
            + $"only in the file: {string.Join(" | ", old.Except(fresh).Take(5))}\n"
            + $"only in the assemblies: {string.Join(" | ", fresh.Except(old).Take(5))}");
    }

    /// <summary>Fails unless the current release keeps this file; writes it when WRITE_DOCS is set.</summary>
    public static void Keep(string name, Func<string> make)
    {
        var path = Path.Combine(Current, name);
        if (File.Exists(path)) return;
        Assert.True(Writes, $"release {CurrentRelease} keeps no {name}; run the tests with WRITE_DOCS=1 to write it");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, make());
    }

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
