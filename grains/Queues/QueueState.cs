using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>
/// What the queue's grain remembers; while a turn decides, also what that turn has yet to write. A waiting fan is only
/// counted.
/// </summary>
/// <param name="Row">As last read or committed, with the changes of this turn; the commit raises its version.</param>
/// <param name="Present">The places Admitted and Active.</param>
/// <param name="Unwritten">Places as this turn changed them, by fan, with the versions they will have.</param>
/// <param name="KnownAt">When this was last known to be the database's.</param>
public sealed record QueueState(
    QueueRow Row,
    PresentPlaces Present,
    ImmutableDictionary<Guid, PlaceRow> Unwritten,
    AdmissionPace Pace,
    AdmissionRate Rate,
    DateTimeOffset KnownAt)
{
    public static QueueState Read(QueueRecord record, DateTimeOffset now) => new(
        record.Queue, PresentPlaces.Of(record.Present, record.Reservations), ImmutableDictionary<Guid, PlaceRow>.Empty,
        new AdmissionPace(Ready: 0, now), AdmissionRate.None, now);

    /// <param name="place">With the version of the place it replaces; 0 when it is new.</param>
    public QueueState Put(PlaceRow place)
    {
        var written = Unwritten.ContainsKey(place.UserId) ? place : place with { Version = place.Version + 1 };
        return this with { Present = Present.With(written), Unwritten = Unwritten.SetItem(place.UserId, written) };
    }

    public QueueState Written(DateTimeOffset now) => this with
    {
        Row = Row with { Version = Row.Version + 1 },
        Unwritten = ImmutableDictionary<Guid, PlaceRow>.Empty,
        KnownAt = now,
    };
}
