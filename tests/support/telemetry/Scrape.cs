using System.Globalization;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Telemetry;

/// <summary>
/// Reads a scrape by the rules of the text format 0.0.4, and stricter: anything that Prometheus would complain about
/// fails.
/// </summary>
internal sealed partial class Scrape
{
    private readonly Dictionary<string, MetricFamily> families = [];
    private readonly HashSet<string> series = [];

    public IReadOnlyDictionary<string, MetricFamily> Families => families;

    /// <summary>Every name that can be queried.</summary>
    public IReadOnlySet<string> Names =>
        families.Values.SelectMany(family => family.Samples).Select(sample => sample.Name).ToHashSet();

    public static Scrape Read(string text)
    {
        Assert.EndsWith("\n", text);
        Assert.DoesNotContain("\r", text);
        var scrape = new Scrape();
        MetricFamily? current = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Type().Match(line) is { Success: true } typed) current = scrape.Begin(typed);
            else if (Help().Match(line) is { Success: true } help) Explain(current, help);
            else scrape.Add(current, line);
        }

        Assert.All(scrape.families.Values.Where(family => family.Type == "histogram"), CheckHistograms);
        return scrape;
    }

    /// <summary>The sum over all series of this name that have these labels; fails when there is none.</summary>
    public double Sum(string name, params (string Label, string Value)[] labels)
    {
        var found = families.Values.SelectMany(family => family.Samples)
            .Where(sample => sample.Name == name && labels.All(
                pair => sample.Labels.TryGetValue(pair.Label, out var value) && value == pair.Value))
            .ToArray();
        Assert.True(found.Length > 0, $"No series of {name} {string.Join(' ', labels)}");
        return found.Sum(sample => sample.Value);
    }

    private MetricFamily Begin(Match typed)
    {
        var family = new MetricFamily(typed.Groups["name"].Value, typed.Groups["type"].Value);
        Assert.True(families.TryAdd(family.Name, family), $"{family.Name} comes twice");
        if (family.Type == "counter") Assert.EndsWith("_total", family.Name);
        return family;
    }

    private static void Explain(MetricFamily? family, Match help)
    {
        Assert.Equal(family?.Name, help.Groups["name"].Value);
        Assert.Null(family!.Help);
        family.Help = help.Groups["text"].Value;
    }

    private void Add(MetricFamily? family, string line)
    {
        var match = Line().Match(line);
        Assert.True(match.Success, $"Not a line of the format: {line}");
        var labels = new Dictionary<string, string>();
        foreach (Match label in Label().Matches(match.Groups["labels"].Value))
            Assert.True(
                labels.TryAdd(label.Groups["key"].Value, Unescape(label.Groups["value"].Value)), $"Twice: {line}");
        var sample = new MetricSample(match.Groups["name"].Value, labels, Number(match.Groups["value"].Value));
        string[] own = family?.Type == "histogram"
            ? [$"{family.Name}_bucket", $"{family.Name}_sum", $"{family.Name}_count"]
            : [family?.Name ?? ""];
        Assert.Contains(sample.Name, own);
        Assert.True(series.Add(sample.Series), $"{sample.Series} comes twice");
        if (family!.Type == "counter") Assert.True(sample.Value >= 0, line);
        family.Samples.Add(sample);
    }

    /// <summary>Buckets grow up to +Inf, which equals the count.</summary>
    private static void CheckHistograms(MetricFamily family)
    {
        foreach (var one in family.Samples.GroupBy(WithoutBound))
        {
            var buckets = one.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)).ToArray();
            var bounds = buckets.Select(bucket => Number(bucket.Labels["le"])).ToArray();
            Assert.Equal(bounds.Order().Distinct(), bounds);
            Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
            Assert.Equal(double.PositiveInfinity, bounds[^1]);
            var count = Assert.Single(one, sample => sample.Name == $"{family.Name}_count");
            Assert.Equal(count.Value, buckets[^1].Value);
            Assert.Single(one, sample => sample.Name == $"{family.Name}_sum");
        }
    }

    private static string WithoutBound(MetricSample sample) => string.Join(
        ',', sample.Labels.Where(pair => pair.Key != "le").OrderBy(pair => pair.Key, StringComparer.Ordinal));

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string Unescape(string value) => Escape().Replace(value, escape => escape.Value switch
    {
        @"\n" => "\n",
        @"\\" => @"\",
        _ => "\"",
    });

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>([^\\]|\\\\|\\n)*)$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex(
        """^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>([a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\\\|\\"|\\n)*",?)*)\})?"""
        + " (?<value>NaN|[-+]Inf|-?[0-9][-+.0-9eE]*)$")]
    private static partial Regex Line();

    [GeneratedRegex("""(?<key>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>([^"\\]|\\\\|\\"|\\n)*)"(,|$)""")]
    private static partial Regex Label();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();
}
