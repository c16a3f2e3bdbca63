namespace Ticketing.Bench.Events;

/// <param name="ReservationsPerSecond">While they were made.</param>
/// <param name="EventsPerSecond">Until the last of them was handled.</param>
/// <param name="DelaysMilliseconds">From the commit of each to its handling.</param>
internal sealed record EventRound(
    double ReservationsPerSecond, double EventsPerSecond, IReadOnlyList<double> DelaysMilliseconds);
