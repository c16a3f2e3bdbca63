using Ticketing.Queues;

namespace Ticketing.Api;

/// <summary>
/// The draw of a queue. Its key is fixed before anybody has a number and shown afterwards, so that everybody can
/// recompute the order: see /draw.html.
/// </summary>
/// <param name="Commitment">SHA-256 of the key, hex: keep it to compare.</param>
/// <param name="Key">The key, hex; null before the draw.</param>
/// <param name="Entries">Numbers 1 to this one were put in the drawn order; null before the draw.</param>
public sealed record QueueDrawBody(string Commitment, string? Key, long? Entries)
{
    internal static QueueDrawBody? Of(QueueStanding standing) => standing.DrawCommitment is not { } commitment
        ? null
        : new QueueDrawBody(
            commitment,
            standing.DrawnEntries is null ? null : Convert.ToHexStringLower(standing.DrawKey.AsSpan()),
            standing.DrawnEntries);
}
