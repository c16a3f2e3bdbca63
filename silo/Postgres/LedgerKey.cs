namespace Ticketing.Postgres;

/// <summary>What a ledger entry is unique by.</summary>
internal readonly record struct LedgerKey(Guid UserId, string OperationId);
