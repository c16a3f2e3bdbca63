namespace Ticketing.Api;

/// <summary>How a place stood when it was looked at.</summary>
/// <param name="TrustedUntil">Null when it stays like this.</param>
internal readonly record struct KnownPlace(
    QueueTokenStatus Status, DateTimeOffset? ActiveUntil, DateTimeOffset? TrustedUntil);
