using System.Globalization;

namespace Ticketing.Bench;

/// <summary>
/// Warms up. A fixed time would be too short on a slow machine, whose compiler is still busy with code that became hot,
/// and the first figures would be too low.
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
    /// <param name="round">Runs one round and answers its rate.</param>
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
