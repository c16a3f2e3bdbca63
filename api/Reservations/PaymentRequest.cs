namespace Ticketing.Api;

/// <summary>Pay in full from the balance. Nothing to choose yet.</summary>
public sealed record PaymentRequest;
