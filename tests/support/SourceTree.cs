using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Tidy;

/// <summary>The C# files of this checkout, without what is built.</summary>
internal static partial class SourceTree
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

    /// <summary>
    /// The text without comments and string contents, line by line, so that prose is not taken for code.
    /// </summary>
    public static string[] Code(string file) =>
        Prose().Replace(File.ReadAllText(Path.Combine(Root, file)), LineBreaksOf).Split('\n');

    private static string LineBreaksOf(Match prose) => new('\n', prose.Value.Count(c => c == '\n'));

    private static string FindRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|"(\\.|[^"\\\n])*"|'(\\.|[^'\\])'""", RegexOptions.Singleline)]
    private static partial Regex Prose();
}
