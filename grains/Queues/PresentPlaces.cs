using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>The places that are Admitted or Active: by fan, and in the order of their deadlines.</summary>
public sealed record PresentPlaces(
    ImmutableDictionary<Guid, PlaceRow> OfFans,
    ImmutableSortedSet<(DateTimeOffset Until, Guid UserId)> ByDeadline)
{
    public static PresentPlaces None { get; } = new(
        ImmutableDictionary<Guid, PlaceRow>.Empty, ImmutableSortedSet<(DateTimeOffset, Guid)>.Empty);

    public int Count => OfFans.Count;

    public DateTimeOffset? EarliestDeadline => ByDeadline.IsEmpty ? null : ByDeadline[0].Until;

    public static PresentPlaces Of(ImmutableArray<PlaceRow> places) => new(
        places.ToImmutableDictionary(place => place.UserId),
        [.. places.Select(Deadline)]);

    public static bool IsPresent(PlaceRow place) => place.Status is PlaceStatus.Admitted or PlaceStatus.Active;

    public PlaceRow? Find(Guid userId) => OfFans.GetValueOrDefault(userId);

    /// <summary>The fan's place as it is now: kept while it is present, else dropped.</summary>
    public PresentPlaces With(PlaceRow place)
    {
        var before = Find(place.UserId);
        var deadlines = before is null ? ByDeadline : ByDeadline.Remove(Deadline(before));
        if (IsPresent(place))
            return new PresentPlaces(OfFans.SetItem(place.UserId, place), deadlines.Add(Deadline(place)));
        return before is null ? this : new PresentPlaces(OfFans.Remove(place.UserId), deadlines);
    }

    /// <summary>Places whose deadline has passed, earliest first.</summary>
    public ImmutableArray<PlaceRow> Due(DateTimeOffset now, int limit) =>
    [
        .. ByDeadline.TakeWhile(deadline => deadline.Until <= now).Take(limit)
            .Select(deadline => OfFans[deadline.UserId]),
    ];

    private static (DateTimeOffset Until, Guid UserId) Deadline(PlaceRow place) => (place.Until!.Value, place.UserId);
}
