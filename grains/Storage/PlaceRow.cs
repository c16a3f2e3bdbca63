using Ticketing.Queues;

namespace Ticketing.Storage;

/// <summary>
/// A fan's place in the queue of a schedule. There is one a fan; coming back after it ended renews it.
/// </summary>
/// <param name="Number">In order of arrival; no two places of a schedule have the same.</param>
/// <param name="Until">End of the claim window while Admitted, of the active window while Active; else null.</param>
/// <param name="Extended">Whether a payment has moved <paramref name="Until"/> already.</param>
/// <param name="Version">See <see cref="Commit"/>.</param>
public sealed record PlaceRow(
    Guid ScheduleId,
    Guid UserId,
    long Number,
    DateTimeOffset JoinedAt,
    PlaceStatus Status,
    DateTimeOffset? Until,
    bool Extended,
    long Version);
