namespace Ticketing.Bench.Purchases;

/// <param name="Fans">Who bought at the same time.</param>
/// <param name="DrainSeconds">From the last ticket until every event was handled.</param>
internal sealed record PurchaseRound(
    int Fans, double Seconds, IReadOnlyList<BoughtTicket> Tickets, double DrainSeconds)
{
    public double PerSecond => Tickets.Count / Seconds;

    public int AskedAgain => Tickets.Sum(ticket => ticket.AskedAgain);

    public double Whole(double percent) =>
        Figures.Percentile(Tickets.Select(ticket => ticket.WholeMilliseconds), percent);

    public double Payment(double percent) =>
        Figures.Percentile(Tickets.Select(ticket => ticket.PaymentMilliseconds), percent);
}
