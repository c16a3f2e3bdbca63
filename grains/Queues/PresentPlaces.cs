using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>The places that are Admitted or Active, by fan and in the order of their deadlines.</summary>
/// <param name="Reservations">
/// Number of live reservations that each fan is known to have made in this turn. Without an entry: none.
/// </param>
public sealed record PresentPlaces(
    ImmutableDictionary<Guid, PlaceRow> OfFans,
    ImmutableSortedSet<(DateTimeOffset Until, Guid UserId)> ByDeadline,
    ImmutableDictionary<Guid, int> Reservations)
{
    public static PresentPlaces None { get; } = Of([], []);

    public int Count => OfFans.Count;

    /// <summary>Number of fans without a reservation.</summary>
    public int WithoutReservation => OfFans.Count - Reservations.Count;

    public DateTimeOffset? EarliestDeadline => ByDeadline.IsEmpty ? null : ByDeadline[0].Until;

    /// <param name="reservations">Reservations made in the turns of these places.</param>
    public static PresentPlaces Of(
        ImmutableArray<PlaceRow> places, ImmutableArray<TurnReservation> reservations) => new(
        places.ToImmutableDictionary(place => place.UserId),
        [.. places.Select(Deadline)],
        reservations.Where(made => QueueEventRules.IsLive(made.Status))
            .GroupBy(made => made.UserId)
            .ToImmutableDictionary(made => made.Key, made => made.Count()));

    public static bool IsPresent(PlaceRow place) => place.Status is PlaceStatus.Admitted or PlaceStatus.Active;

    public PlaceRow? Find(Guid userId) => OfFans.GetValueOrDefault(userId);

    /// <summary>Replaces the fan's place, or drops it when it is no longer present.</summary>
    public PresentPlaces With(PlaceRow place)
    {
        var before = Find(place.UserId);
        var deadlines = before is null ? ByDeadline : ByDeadline.Remove(Deadline(before));
        var same = IsPresent(place) && before?.Number == place.Number;
        var reservations = same ? Reservations : Reservations.Remove(place.UserId);
        if (IsPresent(place))
            return new PresentPlaces(OfFans.SetItem(place.UserId, place), deadlines.Add(Deadline(place)), reservations);
        return before is null ? this : new PresentPlaces(OfFans.Remove(place.UserId), deadlines, reservations);
    }

    /// <param name="change">1 for a reservation made, -1 for one released.</param>
    public PresentPlaces Reserve(Guid userId, int change)
    {
        var count = Reservations.GetValueOrDefault(userId) + change;
        return this with
        {
            Reservations = count > 0 ? Reservations.SetItem(userId, count) : Reservations.Remove(userId),
        };
    }

    /// <summary>Places whose deadline has passed, earliest first.</summary>
    public ImmutableArray<PlaceRow> Due(DateTimeOffset now, int limit) =>
    [
        .. ByDeadline.TakeWhile(deadline => deadline.Until <= now).Take(limit)
            .Select(deadline => OfFans[deadline.UserId]),
    ];

    private static (DateTimeOffset Until, Guid UserId) Deadline(PlaceRow place) => (place.Until!.Value, place.UserId);
}
