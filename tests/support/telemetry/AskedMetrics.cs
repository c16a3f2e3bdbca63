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

    /// <summary>Every metric with the labels that an expression selects by, and the values of each.</summary>
    public static IEnumerable<(string Metric, string Label, string[] Values)> Selectors() =>
        from text in Texts()
        from selected in Selected().Matches(text)
        from label in Label().Matches(selected.Groups["labels"].Value)
        select (selected.Groups["name"].Value, label.Groups["name"].Value, label.Groups["value"].Value.Split('|'));

    /// <summary>The labels by which expressions group, and which a scrape does not add.</summary>
    public static IReadOnlySet<string> Groupings() =>
        Texts().SelectMany(text => Grouping().Matches(text))
            .SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries))
            .Except(OfScrapes).ToHashSet();

    /// <summary>The labels that the configuration of the scrape adds, and that of a bucket.</summary>
    public static IReadOnlySet<string> OfScrapes { get; } = new HashSet<string>
    {
        "component", "instance", "job", "namespace", "pod", "le",
    };

    private static IEnumerable<string> Texts() =>
        Boards.SelectMany(ExpressionsOf).Select(pair => pair.Expression)
            .Append(string.Join('\n', File.ReadAllLines(Rules).Where(line => !Aside().IsMatch(line))))
            .Append(Autoscaling().Match(
                File.ReadAllText(Path.Combine(Deploy, "k8s", "prometheus-adapter.yaml"))).Value);

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

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right) ?\((?<labels>[^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<![\w:])(ticketing|orleans|http|db_client|dotnet|kestrel|aspnetcore)_[a-z0-9_]+(?![\w:])")]
    private static partial Regex Metric();

    [GeneratedRegex(
        @"(?<![\w:])(?<name>(ticketing|orleans|http|db_client|dotnet|kestrel|aspnetcore)_[a-z0-9_]+)"
        + @"\{(?<labels>[^{}]*)\}")]
    private static partial Regex Selected();

    /// <summary>A condition that holds for certain values only: not a negation.</summary>
    [GeneratedRegex(@"(?<name>[a-z_]+)\s*=~?\s*""(?<value>[^""]*)""")]
    private static partial Regex Label();

    /// <summary>The metric by which Kubernetes scales the api.</summary>
    [GeneratedRegex("matches: .*")]
    private static partial Regex Autoscaling();

    [GeneratedRegex(@"(?<![\w:])ticketing:[a-z0-9_]+:[a-z0-9_]+")]
    private static partial Regex Recorded();
}
