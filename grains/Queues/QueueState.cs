using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>
/// The memory of the queue's grain, and during a call also the draft with its unwritten changes. Waiting fans are only
/// counted, not listed.
/// </summary>
/// <param name="Row">
/// As last read or committed, with the changes of this call; the commit increments its version.
/// </param>
/// <param name="Present">The places that are Admitted or Active.</param>
/// <param name="Unwritten">Places changed by this call, by fan, with the versions they will have.</param>
/// <param name="KnownAt">When this state was last known to match the database.</param>
public sealed record QueueState(
    QueueRow Row,
    PresentPlaces Present,
    ImmutableDictionary<Guid, PlaceRow> Unwritten,
    AdmissionPace Pace,
    AdmissionRate Rate,
    DateTimeOffset KnownAt)
{
    public Leavers Leavers { get; init; } = Leavers.From(Row.Abandoned);

    public static QueueState Read(QueueRecord record, DateTimeOffset now) => new(
        record.Queue, PresentPlaces.Of(record.Present, record.Reservations), ImmutableDictionary<Guid, PlaceRow>.Empty,
        new AdmissionPace(Ready: 0, now), AdmissionRate.None, now);

    /// <param name="place">With the version of the place that it replaces; 0 for a new one.</param>
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

/// <summary>
/// Rounds times to the precision of tokens, so that memory, database and token contain the same value.
/// </summary>
public static class QueueMoments
{
    public static DateTimeOffset WholeMilliseconds(DateTimeOffset moment) =>
        new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
