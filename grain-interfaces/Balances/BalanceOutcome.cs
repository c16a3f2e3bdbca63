namespace Ticketing.Balances;

/// <param name="Balance">Points after the change; after the earlier one, when it was applied before.</param>
[GenerateSerializer, Immutable, Alias("BalanceOutcome")]
public sealed record BalanceOutcome([property: Id(0)] BalanceResult Result, [property: Id(1)] long Balance);
