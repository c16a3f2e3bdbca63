using System.Collections.Immutable;
using System.Text.Json;
using Ticketing.Catalog;
using Ticketing.Seats;

namespace Ticketing.Api;

/// <summary>
/// A version of a seat map as this process sends it, in two forms: seats by id, and seats by index. Each form of the
/// whole map, and of the changes since any older version of the same drawing, is serialized once for all clients.
/// </summary>
internal sealed class SentSeatMap
{
    /// <summary>Versions whose fans are known: several seconds, as streams follow within a fraction of one.</summary>
    private const int MaxRecent = 64;

    private static long made;

    private readonly long order = Interlocked.Increment(ref made);
    private readonly ImmutableDictionary<string, SeatMark> seats;
    private readonly JsonSerializerOptions json;
    private readonly string epoch;
    private readonly long sequence;
    private readonly long drawnAt;
    private readonly int seatCount;

    /// <summary>The fans whose reservations changed, with the sequence before and after.</summary>
    private readonly ImmutableArray<(long After, long Through, ImmutableArray<Guid> Fans)> recent;

    /// <param name="drawnAt">The sequence from which on this process knows of every change.</param>
    private SentSeatMap(
        string version,
        long drawnAt,
        int seatCount,
        ImmutableDictionary<string, SeatMark> seats,
        JsonSerializerOptions json,
        PlanLabels plan,
        ImmutableArray<(long After, long Through, ImmutableArray<Guid> Fans)> recent)
    {
        this.recent = recent;
        SeatMapVersions.TryRead(version, out epoch, out sequence);
        Version = version;
        this.drawnAt = drawnAt;
        this.seatCount = seatCount;
        this.seats = seats;
        this.json = json;
        Plan = plan;
        ById = new SentForm(this, WriteIds, WriteChangedIds);
        ByIndex = KnowsPlan ? new SentForm(this, WriteBits, WriteChangedIndexes) : null;
    }

    /// <summary>Identifies this content.</summary>
    public string Version { get; }

    /// <summary>Has the order of the seats.</summary>
    public PlanLabels Plan { get; }

    /// <summary>False while the plan could not be read.</summary>
    public bool KnowsPlan => Plan.Revision.Length > 0 && Plan.SeatCount == seatCount;

    /// <summary>The seats that are not available. Writes <see cref="SeatMapBody"/>.</summary>
    public SentForm ById { get; }

    /// <summary>The same by index; null while the plan could not be read. Writes <see cref="SeatBitsBody"/>.</summary>
    public SentForm? ByIndex { get; }

    /// <summary>Whether this process got it later than the other, even if the map was drawn again in between.</summary>
    public bool IsAfter(SentSeatMap other) => order > other.order;

    public static SentSeatMap Of(SeatMap map, JsonSerializerOptions json, PlanLabels plan)
    {
        SeatMapVersions.TryRead(map.Version, out _, out var sequence);
        var seats = ImmutableDictionary.CreateBuilder<string, SeatMark>(StringComparer.Ordinal);
        Mark(map.Held, SeatStatus.Held);
        Mark(map.Sold, SeatStatus.Sold);
        Mark(map.Blocked, SeatStatus.Blocked);
        return new SentSeatMap(map.Version, sequence, map.SeatCount, seats.ToImmutable(), json, plan, []);

        void Mark(ImmutableArray<string> ids, SeatStatus status)
        {
            foreach (var id in ids.IsDefault ? [] : ids)
                seats[id] = new SeatMark(status, sequence);
        }
    }

    /// <summary>The next version: this one when nothing has changed.</summary>
    public SentSeatMap With(SeatMapUpdate update)
    {
        if (update.Whole is { } drawnAnew)
            return Of(drawnAnew, json, Plan);
        if (update.Version == Version)
            return this;
        SeatMapVersions.TryRead(update.Version, out _, out var next);
        var changed = update.Changes.Select(
            change => KeyValuePair.Create(change.SeatId, new SeatMark(change.Status, next)));
        var told = recent.Length < MaxRecent ? recent : recent.RemoveAt(0);
        return new SentSeatMap(
            update.Version, drawnAt, seatCount, seats.SetItems(changed), json, Plan,
            told.Add((sequence, next, update.Fans ?? [])));
    }

    /// <summary>
    /// Whether no seat differs from the other map: only its version does, because of general admission. False when that
    /// would have to be looked for.
    /// </summary>
    public bool LooksLike(SentSeatMap? other) => ReferenceEquals(seats, other?.seats) && epoch == other.epoch;

    /// <summary>The same version with the plan, which could not be read before.</summary>
    public SentSeatMap Knowing(PlanLabels plan) => new(Version, drawnAt, seatCount, seats, json, plan, recent);

    /// <summary>
    /// Whether a reservation of the fan may have changed after that version; null when that is not known any more.
    /// </summary>
    public bool? Concerns(Guid fan, SentSeatMap before)
    {
        if (before.epoch != epoch || before.sequence > sequence)
            return null;
        if (before.sequence < sequence && (recent.IsEmpty || recent[0].After > before.sequence))
            return null;
        foreach (var (_, through, fans) in recent)
        {
            if (through > before.sequence && fans.Contains(fan))
                return true;
        }

        return false;
    }

    /// <summary>The seats that are not available.</summary>
    public IEnumerable<(string SeatId, SeatStatus Status)> Taken() =>
        from seat in seats
        where seat.Value.Status != SeatStatus.Available
        select (seat.Key, seat.Value.Status);

    /// <summary>The sequence that the version names; null when the changes since then are not known.</summary>
    internal long? SequenceOf(string version) =>
        SeatMapVersions.TryRead(version, out var drawing, out var since) && drawing == epoch
        && since >= drawnAt && since <= sequence
            ? since
            : null;

    private byte[] WriteIds()
    {
        var by = IdsByStatus(seats);
        return JsonSerializer.SerializeToUtf8Bytes(
            new SeatMapBody(
                Version, seatCount, by(SeatStatus.Held), by(SeatStatus.Sold), by(SeatStatus.Blocked)), json);
    }

    private byte[] WriteChangedIds(long since)
    {
        var by = IdsByStatus(seats.Where(seat => seat.Value.ChangedAt > since));
        return JsonSerializer.SerializeToUtf8Bytes(
            new SeatMapChangesBody(
                Version, by(SeatStatus.Available), by(SeatStatus.Held), by(SeatStatus.Sold), by(SeatStatus.Blocked)),
            json);
    }

    private byte[] WriteBits()
    {
        var states = new byte[SeatBits.BytesOf(seatCount)];
        foreach (var (seat, mark) in seats)
            SeatBits.Set(states, Plan.IndexOf(seat)!.Value, mark.Status);
        return JsonSerializer.SerializeToUtf8Bytes(
            new SeatBitsBody(Version, Plan.Revision, seatCount, Convert.ToBase64String(states)), json);
    }

    private byte[] WriteChangedIndexes(long since)
    {
        var changed = from seat in seats
                      where seat.Value.ChangedAt > since
                      orderby Plan.IndexOf(seat.Key)
                      select (Index: Plan.IndexOf(seat.Key)!.Value, Status: (int)seat.Value.Status);
        return JsonSerializer.SerializeToUtf8Bytes(
            new SeatIndexChangesBody(
                Version, [.. changed.SelectMany(seat => (int[])[seat.Index, seat.Status])]), json);
    }

    /// <summary>Sorted, so that every process sends the same bytes for a version.</summary>
    private Func<SeatStatus, IReadOnlyList<string>> IdsByStatus(IEnumerable<KeyValuePair<string, SeatMark>> marked)
    {
        var ids = marked.ToLookup(seat => seat.Value.Status, seat => seat.Key);
        return status => Plan.SeatCount == 0
            ? [.. ids[status].Order(StringComparer.Ordinal)]
            : Plan.InOrder(ids[status], seat => seat);
    }
}
