namespace Ticketing.Bench.Purchases;

/// <param name="WholeMilliseconds">From the reservation to the ticket.</param>
/// <param name="PaymentMilliseconds">Of the first request to pay; it waits for the end of the order.</param>
/// <param name="AskedAgain">How often it had to be asked again, because the order took longer than a request.</param>
internal sealed record BoughtTicket(double WholeMilliseconds, double PaymentMilliseconds, int AskedAgain);
