namespace Ticketing.Api;

/// <param name="Replayed">Dead letters that are on their way again.</param>
public sealed record ReplayedBody(int Replayed);
