using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Ticketing.Catalog;
using Ticketing.Seats;

namespace Ticketing.Api;

/// <summary>
/// A version of a seat map as this process sends it. The whole map, and the changes since any older version of the same
/// drawing, are each serialized once for all clients.
/// </summary>
internal sealed class SentSeatMap
{
    // Clients usually continue from one of the latest versions. A client may send any; results above this are not kept.
    private const int MaxKept = 32;

    private static long made;

    private readonly ConcurrentDictionary<long, byte[]> changesSince = new();
    private readonly long order = Interlocked.Increment(ref made);
    private readonly ImmutableDictionary<string, SeatMark> seats;
    private readonly JsonSerializerOptions json;
    private readonly PlanLabels plan;
    private readonly string epoch;
    private readonly long sequence;
    private readonly long drawnAt;
    private readonly int seatCount;
    private readonly Lazy<byte[]> whole;

    /// <param name="drawnAt">The sequence from which on this process knows of every change.</param>
    private SentSeatMap(
        string version,
        long drawnAt,
        int seatCount,
        ImmutableDictionary<string, SeatMark> seats,
        JsonSerializerOptions json,
        PlanLabels plan)
    {
        SeatMapVersions.TryRead(version, out epoch, out sequence);
        Version = version;
        this.drawnAt = drawnAt;
        this.seatCount = seatCount;
        this.seats = seats;
        this.json = json;
        this.plan = plan;
        whole = new Lazy<byte[]>(WriteWhole);
    }

    /// <summary>Identifies this content.</summary>
    public string Version { get; }

    /// <summary>A <see cref="SeatMapBody"/>.</summary>
    public ReadOnlyMemory<byte> Whole => whole.Value;

    /// <summary>Whether this process got it later than the other, even if the map was drawn again in between.</summary>
    public bool IsAfter(SentSeatMap other) => order > other.order;

    /// <param name="plan">Has the order of the seats.</param>
    public static SentSeatMap Of(SeatMap map, JsonSerializerOptions json, PlanLabels plan)
    {
        SeatMapVersions.TryRead(map.Version, out _, out var sequence);
        var seats = ImmutableDictionary.CreateBuilder<string, SeatMark>(StringComparer.Ordinal);
        Mark(map.Held, SeatStatus.Held);
        Mark(map.Sold, SeatStatus.Sold);
        Mark(map.Blocked, SeatStatus.Blocked);
        return new SentSeatMap(map.Version, sequence, map.SeatCount, seats.ToImmutable(), json, plan);

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
            return Of(drawnAnew, json, plan);
        if (update.Version == Version)
            return this;
        SeatMapVersions.TryRead(update.Version, out _, out var next);
        var changed = update.Changes.Select(
            change => KeyValuePair.Create(change.SeatId, new SeatMark(change.Status, next)));
        return new SentSeatMap(update.Version, drawnAt, seatCount, seats.SetItems(changed), json, plan);
    }

    /// <summary>
    /// A <see cref="SeatMapChangesBody"/>; null when the version is of another drawing, or older than the changes that
    /// this process knows: the client then needs the whole map.
    /// </summary>
    public ReadOnlyMemory<byte>? ChangesSince(string version)
    {
        if (!SeatMapVersions.TryRead(version, out var drawing, out var since) || drawing != epoch)
            return null;
        if (since < drawnAt || since > sequence)
            return null;
        if (changesSince.TryGetValue(since, out var written))
            return written;
        return changesSince.Count < MaxKept ? changesSince.GetOrAdd(since, WriteChanges) : WriteChanges(since);
    }

    private byte[] WriteWhole()
    {
        var by = IdsByStatus(seats);
        return JsonSerializer.SerializeToUtf8Bytes(
            new SeatMapBody(
                Version, seatCount, by(SeatStatus.Held), by(SeatStatus.Sold), by(SeatStatus.Blocked)), json);
    }

    private byte[] WriteChanges(long since)
    {
        var by = IdsByStatus(seats.Where(seat => seat.Value.ChangedAt > since));
        return JsonSerializer.SerializeToUtf8Bytes(
            new SeatMapChangesBody(
                Version, by(SeatStatus.Available), by(SeatStatus.Held), by(SeatStatus.Sold), by(SeatStatus.Blocked)),
            json);
    }

    /// <summary>Sorted, so that every process sends the same bytes for a version.</summary>
    private Func<SeatStatus, IReadOnlyList<string>> IdsByStatus(IEnumerable<KeyValuePair<string, SeatMark>> marked)
    {
        var ids = marked.ToLookup(seat => seat.Value.Status, seat => seat.Key);
        return status => plan.SeatCount == 0
            ? [.. ids[status].Order(StringComparer.Ordinal)]
            : plan.InOrder(ids[status], seat => seat);
    }
}
