namespace Ticketing.Bench.Contention;

/// <summary>One round of one seller: the quiet callers alone, then beside the bursts. Times in ms.</summary>
internal sealed record Measurement(
    double AnswersPerSecond, double WinnerP50, double WinnerP99,
    double QuietAlonePerSecond, double QuietBesidePerSecond, double QuietP99)
{
    public double NeighbourRatio => QuietBesidePerSecond / QuietAlonePerSecond;

    public static async Task<Measurement> OfAsync(ISeller seller, TimeSpan phase)
    {
        var alone = await Crowd.RunAsync(seller, bursts: false, phase);
        var beside = await Crowd.RunAsync(seller, bursts: true, phase);
        return new Measurement(
            beside.Answers / beside.Seconds,
            Figures.Percentile(beside.WinnerMilliseconds, 50),
            Figures.Percentile(beside.WinnerMilliseconds, 99),
            alone.QuietReservations / alone.Seconds,
            beside.QuietReservations / beside.Seconds,
            Figures.Percentile(beside.QuietMilliseconds, 99));
    }
}
