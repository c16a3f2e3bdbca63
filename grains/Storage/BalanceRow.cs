namespace Ticketing.Storage;

/// <param name="Balance">In points, never below 0.</param>
public sealed record BalanceRow(Guid UserId, long Balance, long Version) : IVersionedRow;
