namespace Ticketing.Api;

/// <summary>What a fan has.</summary>
/// <param name="Balance">Points, never below 0.</param>
public sealed record BalanceBody(long Balance);
