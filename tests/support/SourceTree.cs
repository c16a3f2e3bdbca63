using System.Runtime.CompilerServices;

namespace Ticketing.Tests.Tidy;

/// <summary>The C# files of this checkout, without build output.</summary>
internal static class SourceTree
{
    public static readonly string Root = FindRoot();

    public static IEnumerable<string> Folders => Directory
        .EnumerateDirectories(Root)
        .Where(folder => Directory.EnumerateFiles(folder, "*.csproj").Any());

    /// <summary>Paths relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder = ".") => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file))
        .Where(file => !file.StartsWith("artifacts/", StringComparison.Ordinal)
            && !file.StartsWith(".local/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
