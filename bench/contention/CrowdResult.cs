namespace Ticketing.Bench.Contention;

internal sealed record CrowdResult(
    double Seconds,
    long Answers,
    IReadOnlyList<double> WinnerMilliseconds,
    long QuietReservations,
    IReadOnlyList<double> QuietMilliseconds);
