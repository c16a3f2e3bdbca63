using System.Globalization;

namespace Ticketing.Bench;

/// <summary>
/// Warms up. A fixed time would be too short on a slow machine, where the JIT compiler is still busy with hot code, and
/// the first figures would be too low.
/// </summary>
internal static class WarmUp
{
    private const int RoundsInARow = 3;
    private const double MaxDifferencePercent = 5;

    private static readonly int MaxRounds = int.Parse(
        Environment.GetEnvironmentVariable("TICKETING_BENCH_WARM_UP_ROUNDS") ?? "30", CultureInfo.InvariantCulture);

    /// <summary>
    /// Runs rounds until the rates of three in a row differ by less than 5 %, or the limit of rounds is reached; prints
    /// which.
    /// </summary>
    /// <param name="round">Runs one round and returns its rate.</param>
    public static async Task RunAsync(string what, Func<Task<double>> round)
    {
        var rates = new List<double>();
        var difference = double.PositiveInfinity;
        while (rates.Count < MaxRounds && difference >= MaxDifferencePercent)
        {
            rates.Add(await round());
            if (rates.Count < RoundsInARow) continue;
            var last = rates[^RoundsInARow..];
            difference = 100 * (1 - (last.Min() / last.Max()));
        }

        var outcome = difference < MaxDifferencePercent ? "steady" : $"NOT STEADY, at the limit of {MaxRounds} rounds";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"warm-up of {what}: {outcome}; {rates.Count} rounds, from {rates[0]:N0}/s to {rates[^1]:N0}/s, "
            + $"the last {RoundsInARow} differ by {difference:0.0} %"));
    }
}

/// <summary>Prints the figures of benches in a form that scripts can read.</summary>
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
