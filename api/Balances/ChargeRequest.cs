namespace Ticketing.Api;

/// <summary>Buy points.</summary>
/// <param name="Amount">Points, 1 to 100,000,000.</param>
public sealed record ChargeRequest(long Amount);
