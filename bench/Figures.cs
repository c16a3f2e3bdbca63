using System.Globalization;

namespace Ticketing.Bench;

/// <summary>How benches tell their figures, so that a script can read them.</summary>
internal static class Figures
{
    public static void Print(string name, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure {name} {Rounded(value)} {unit}"));

    /// <summary>By nearest rank; NaN when there is none.</summary>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(sorted.Length * percent / 100) - 1];
    }

    private static string Rounded(double value) =>
        Math.Abs(value) >= 1_000 ? $"{value:0}" : string.Create(CultureInfo.InvariantCulture, $"{value:0.###}");
}
