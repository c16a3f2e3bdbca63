namespace Ticketing.Api;

/// <summary>What you say to the seats that are offered for a payment that came too late for yours.</summary>
/// <param name="Accept">Keep them; else what was taken goes back to your balance.</param>
public sealed record OfferRequest(bool Accept);
