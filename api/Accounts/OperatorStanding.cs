namespace Ticketing.Api;

/// <summary>What was last read of the account of an operator.</summary>
/// <param name="Stamp">Null when the account is no operator's.</param>
/// <param name="ReadAt">Timestamp of the process' clock.</param>
internal readonly record struct OperatorStanding(string? Stamp, long ReadAt);
