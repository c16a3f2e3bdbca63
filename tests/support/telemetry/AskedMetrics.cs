using System.Text.Json;
using System.Text.RegularExpressions;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Telemetry;

/// <summary>The metrics that the rules and the boards under deploy/ query.</summary>
internal static partial class AskedMetrics
{
    public static readonly string Deploy = Path.Combine(SourceTree.Root, "deploy");

    public static string Rules => Path.Combine(Deploy, "prometheus", "rules.yml");

    public static string[] Boards => Directory.GetFiles(Path.Combine(Deploy, "grafana"), "*.json");

    /// <summary>Metrics of processes.</summary>
    public static IReadOnlySet<string> All() =>
        Texts().SelectMany(text => Metric().Matches(Bare(text))).Select(match => match.Value).ToHashSet();

    /// <summary>Metrics of recording rules.</summary>
    public static IReadOnlySet<string> AllRecorded() =>
        Texts().SelectMany(text => Recorded().Matches(Bare(text))).Select(match => match.Value).ToHashSet();

    /// <summary>Every expression of a board, with the title of its panel.</summary>
    public static IEnumerable<(string Panel, string Expression)> ExpressionsOf(string board)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(board));
        return
        [
            .. from panel in json.RootElement.GetProperty("panels").EnumerateArray()
               where panel.TryGetProperty("targets", out _)
               from target in panel.GetProperty("targets").EnumerateArray()
               select (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!),
        ];
    }

    private static IEnumerable<string> Texts() =>
        Boards.SelectMany(ExpressionsOf).Select(pair => pair.Expression).Append(
            string.Join('\n', File.ReadAllLines(Rules).Where(line => !Aside().IsMatch(line))));

    /// <summary>Removes labels, both in selectors and in groupings.</summary>
    private static string Bare(string text)
    {
        for (var before = ""; before != text;) (before, text) = (text, Selector().Replace(text, ""));
        return Grouping().Replace(text, "");
    }

    /// <summary>A comment, or the name of a recording rule.</summary>
    [GeneratedRegex("^ *(#|- record:)")]
    private static partial Regex Aside();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right) ?\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<![\w:])(ticketing|orleans|http|db_client|dotnet|kestrel|aspnetcore)_[a-z0-9_]+(?![\w:])")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?<![\w:])ticketing:[a-z0-9_]+:[a-z0-9_]+")]
    private static partial Regex Recorded();
}
