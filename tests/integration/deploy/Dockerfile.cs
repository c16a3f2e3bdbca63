using System.Text.RegularExpressions;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Deploy;

/// <summary>The stages of deploy/Dockerfile, including the instructions of their base stages.</summary>
internal static partial class Dockerfile
{
    private static readonly string[] Lines = Continued()
        .Replace(Comment().Replace(File.ReadAllText(Path.Combine(SourceTree.Root, "deploy", "Dockerfile")), ""), " ")
        .Split('\n');

    /// <summary>
    /// The instructions of a stage and its base stages, the base first; empty when there is no such stage.
    /// </summary>
    public static IReadOnlyList<(string Name, string Text)> Stage(string target)
    {
        var instructions = new List<(string, string)>();
        string? below = null;
        var isInside = false;
        foreach (var line in Lines.Where(line => line.Length > 0))
        {
            var (name, rest) = line.Split(' ', 2, StringSplitOptions.TrimEntries) is [var first, var second]
                ? (first, second)
                : (line, "");
            if (name == "FROM") isInside = rest.EndsWith($" AS {target}", StringComparison.Ordinal);
            if (!isInside) continue;
            if (name == "FROM") below = rest.Split(' ')[^3];
            else instructions.Add((name, rest));
        }

        return below is null ? instructions : [.. Stage(below), .. instructions];
    }

    public static IEnumerable<int> Ports(string target) => Stage(target)
        .Where(instruction => instruction.Name == "EXPOSE")
        .SelectMany(instruction => instruction.Text.Split(' ').Select(int.Parse));

    /// <summary>The last value that a stage gives a variable.</summary>
    public static string? Variable(string target, string variable) => Stage(target)
        .Where(instruction => instruction.Name == "ENV")
        .SelectMany(instruction => instruction.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(setting => setting.StartsWith(variable + "=", StringComparison.Ordinal))
        .Select(setting => setting[(variable.Length + 1)..])
        .LastOrDefault();

    public static string User(string target) =>
        Stage(target).Last(instruction => instruction.Name == "USER").Text.Split(':')[0];

    /// <summary>The paths that a stage copies from the checkout.</summary>
    public static IEnumerable<string> Sources(string target) => Stage(target)
        .Where(instruction => instruction.Name == "COPY")
        .Where(instruction => !instruction.Text.StartsWith("--from", StringComparison.Ordinal))
        .SelectMany(instruction => instruction.Text.Split(' ')[..^1]);

    [GeneratedRegex(@"^\s*#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continued();
}
