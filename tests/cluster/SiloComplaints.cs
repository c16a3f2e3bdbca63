using System.Text.RegularExpressions;

namespace Ticketing.Tests.Orleans;

/// <summary>Counts the warnings of silos by text, without numbers and addresses.</summary>
internal sealed partial class SiloComplaints
{
    private const int MaxKinds = 200;
    private const int MaxLength = 160;

    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    public void Add(string line)
    {
        if (!Level().IsMatch(line)) return;
        var kind = Number().Replace(line, "#");
        if (kind.Length > MaxLength) kind = kind[..MaxLength];
        lock (counts)
        {
            if (counts.Count < MaxKinds || counts.ContainsKey(kind)) counts[kind] = counts.GetValueOrDefault(kind) + 1;
        }
    }

    public override string ToString()
    {
        lock (counts)
        {
            return counts.Count == 0
                ? "silos warned of nothing"
                : string.Join('\n', counts.Select(pair => $"{pair.Value} x {pair.Key}"));
        }
    }

    [GeneratedRegex("^(warn|fail|crit): ")]
    private static partial Regex Level();

    [GeneratedRegex("[0-9a-f]*[0-9][0-9a-f.:@]*")]
    private static partial Regex Number();
}
