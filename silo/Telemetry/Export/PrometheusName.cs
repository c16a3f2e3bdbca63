using System.Collections.Frozen;
using System.Text;
using OpenTelemetry.Metrics;

namespace Ticketing.Telemetry;

/// <summary>
/// What an instrument is called at Prometheus, by OpenTelemetry's rules ("Prometheus and OpenMetrics Compatibility"):
/// the unit spelled out at the end, counters end in <c>_total</c>.
/// </summary>
/// <param name="Family">With unit, and <c>_total</c> for a counter.</param>
/// <param name="Unit">Empty when there is none.</param>
/// <param name="Type">Counter, gauge or histogram, in Prometheus' words.</param>
internal sealed record PrometheusName(string Family, string Unit, string Type)
{
    private const string Total = "_total";

    private static readonly FrozenDictionary<string, string> Units = new Dictionary<string, string>
    {
        ["d"] = "days", ["h"] = "hours", ["min"] = "minutes", ["s"] = "seconds", ["ms"] = "milliseconds",
        ["us"] = "microseconds", ["ns"] = "nanoseconds",
        ["By"] = "bytes", ["KiBy"] = "kibibytes", ["MiBy"] = "mebibytes", ["GiBy"] = "gibibytes",
        ["TiBy"] = "tibibytes", ["KBy"] = "kilobytes", ["MBy"] = "megabytes", ["GBy"] = "gigabytes",
        ["TBy"] = "terabytes", ["MB"] = "megabytes",
        ["m"] = "meters", ["V"] = "volts", ["A"] = "amperes", ["J"] = "joules", ["W"] = "watts", ["g"] = "grams",
        ["Cel"] = "celsius", ["Hz"] = "hertz", ["%"] = "percent", ["1"] = "",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Per = new Dictionary<string, string>
    {
        ["s"] = "second", ["m"] = "meter", ["min"] = "minute", ["h"] = "hour", ["d"] = "day", ["w"] = "week",
        ["mo"] = "month", ["y"] = "year",
    }.ToFrozenDictionary();

    public static PrometheusName Of(string name, string unit, MetricType type)
    {
        var family = Sanitize(name);
        var spelled = Spell(unit);
        var kind = type.IsHistogram() ? "histogram" : IsCounter(type) ? "counter" : "gauge";
        if (kind == "counter" && family.EndsWith(Total, StringComparison.Ordinal)) family = family[..^Total.Length];
        if (spelled.Length > 0 && family != spelled && !family.EndsWith($"_{spelled}", StringComparison.Ordinal))
            family = $"{family}_{spelled}";
        if (kind == "gauge" && unit == "1" && !family.EndsWith("_ratio", StringComparison.Ordinal))
            (family, spelled) = ($"{family}_ratio", "ratio");
        return new PrometheusName(kind == "counter" ? family + Total : family, spelled, kind);
    }

    /// <summary>Of a tag. Prometheus keeps names with two underscores in front for itself.</summary>
    public static string OfLabel(string tag)
    {
        var label = new StringBuilder(tag.Length + 4);
        foreach (var sign in tag)
            label.Append(char.IsAsciiLetterOrDigit(sign) || sign == '_' ? sign : '_');
        if (label.Length == 0 || char.IsAsciiDigit(label[0])) label.Insert(0, '_');
        return label is ['_', '_', ..] ? $"key{label}" : label.ToString();
    }

    private static bool IsCounter(MetricType type) => type is MetricType.LongSum or MetricType.DoubleSum;

    /// <summary>Whatever may not stand in a name becomes one underscore, however much of it there is.</summary>
    private static string Sanitize(string name)
    {
        var result = new StringBuilder(name.Length + 1);
        foreach (var sign in name)
        {
            var kept = char.IsAsciiLetterOrDigit(sign) || sign == ':' ? sign : '_';
            if (kept != '_' || result.Length == 0 || result[^1] != '_') result.Append(kept);
        }

        if (char.IsAsciiDigit(result[0])) result.Insert(0, '_');
        return result.ToString().TrimEnd('_');
    }

    /// <summary>What stands in braces is no unit.</summary>
    private static string Spell(string unit)
    {
        for (var open = unit.IndexOf('{'); open >= 0; open = unit.IndexOf('{'))
        {
            var close = unit.IndexOf('}', open);
            unit = unit.Remove(open, close < 0 ? unit.Length - open : close - open + 1);
        }

        var slash = unit.IndexOf('/');
        if (slash < 0) return Word(Units, unit);
        var (what, per) = (Word(Units, unit[..slash]), Word(Per, unit[(slash + 1)..]));
        return per.Length == 0 ? what : what.Length == 0 ? $"per_{per}" : $"{what}_per_{per}";
    }

    private static string Word(FrozenDictionary<string, string> words, string unit) =>
        words.TryGetValue(unit, out var word) ? word : unit.Length == 0 ? "" : Sanitize(unit);
}
