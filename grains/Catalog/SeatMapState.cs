using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>
/// The status of each seat of a schedule, the version of its row, and the change of the map that set it. Updated in
/// place, because it is large; the maps it returns are immutable.
/// </summary>
public sealed class SeatMapState
{
    private readonly string epoch;
    private readonly FreeSeats free;
    private readonly string[] seatIds;
    private readonly Dictionary<string, int> indexes;
    private readonly SeatStatus[] statuses;
    private readonly long[] versions;
    private readonly long[] changedAt;
    private readonly Queue<(long ChangedAt, Guid Fan)> fans = new();
    private long sequence;
    private SeatMap? whole;

    /// <param name="epoch">See <see cref="SeatMapVersions"/>.</param>
    /// <param name="seats">In the plan's order.</param>
    public SeatMapState(string epoch, IReadOnlyList<ScheduleSeat> seats, IEnumerable<SeatSnapshot> snapshots)
    {
        this.epoch = epoch;
        free = new FreeSeats(seats);
        seatIds = [.. seats.Select(seat => seat.SeatId)];
        indexes = seatIds.Index().ToDictionary(seat => seat.Item, seat => seat.Index, StringComparer.Ordinal);
        statuses = new SeatStatus[seatIds.Length];
        versions = new long[seatIds.Length];
        changedAt = new long[seatIds.Length];
        Merge(snapshots);
    }

    public string Version => SeatMapVersions.Of(epoch, sequence);

    /// <summary>Applies the snapshots that are newer than the known status of their seat, each on its own.</summary>
    /// <param name="changed">Gets the id of each seat whose status has changed.</param>
    public void Merge(IEnumerable<SeatSnapshot> snapshots, Action<string>? changed = null)
    {
        foreach (var snapshot in snapshots)
        {
            if (Apply(snapshot)) changed?.Invoke(snapshot.SeatId);
        }
    }

    /// <summary>
    /// Applies an event of a fan's reservation; the next updates name the fan. A step that changes no seat, such as a
    /// payment that begins, and one whose seats are known from the table already, change only the version of the map.
    /// </summary>
    public void Merge(Guid fan, IEnumerable<SeatSnapshot> snapshots, Action<string>? changed = null)
    {
        var before = sequence;
        Merge(snapshots, changed);
        if (sequence == before)
        {
            sequence++;
            whole = null;
        }

        fans.Enqueue((sequence, fan));
        if (fans.Count > CatalogLimits.RecentFansOfMap) fans.Dequeue();
    }

    /// <summary>The whole map, built at most once per version, on demand.</summary>
    public SeatMap Draw() => whole ??= new SeatMap(
        Version, seatIds.Length, Those(SeatStatus.Held), Those(SeatStatus.Sold), Those(SeatStatus.Blocked));

    /// <summary>See <see cref="ISeatMapGrain.GetSince"/>.</summary>
    public SeatMapUpdate Since(string version)
    {
        if (!SeatMapVersions.TryRead(version, out var drawing, out var since) || drawing != epoch || since > sequence)
            return new SeatMapUpdate(Version, Draw(), []) { Fans = [] };
        if (since == sequence) return new SeatMapUpdate(Version, Whole: null, []) { Fans = [] };

        var changes = ImmutableArray.CreateBuilder<SeatChange>();
        for (var seat = 0; seat < seatIds.Length; seat++)
        {
            if (changedAt[seat] > since) changes.Add(new SeatChange(seatIds[seat], statuses[seat]));
        }

        return new SeatMapUpdate(Version, Whole: null, changes.ToImmutable())
        {
            Fans = [.. fans.Where(one => one.ChangedAt > since).Select(one => one.Fan).Distinct()],
        };
    }

    /// <summary>Whether the map shows one of these taken seats as free.</summary>
    public bool Contradicts(ImmutableArray<string> taken) =>
        taken.Any(seat => indexes.TryGetValue(seat, out var index) && statuses[index] == SeatStatus.Available);

    /// <summary>The best seats that seem free and may be offered; none when there are not that many.</summary>
    public SeatArrangement Choose(SeatWish wish, Func<string, bool> mayOffer) =>
        free.Has(wish.Category, wish.Quantity) ? free.Choose(wish, mayOffer) : SeatArrangement.None;

    /// <summary>Whether the status of the seat has changed.</summary>
    private bool Apply(SeatSnapshot snapshot)
    {
        if (!indexes.TryGetValue(snapshot.SeatId, out var seat))
            throw new InvalidOperationException($"Seat '{snapshot.SeatId}' is not one of the schedule's.");
        if (snapshot.Version <= versions[seat]) return false;

        versions[seat] = snapshot.Version;
        if (snapshot.Status == statuses[seat]) return false;

        statuses[seat] = snapshot.Status;
        changedAt[seat] = ++sequence;
        whole = null;
        free.Set(snapshot.SeatId, isFree: snapshot.Status == SeatStatus.Available);
        return true;
    }

    private ImmutableArray<string> Those(SeatStatus status)
    {
        var those = ImmutableArray.CreateBuilder<string>();
        for (var seat = 0; seat < seatIds.Length; seat++)
        {
            if (statuses[seat] == status) those.Add(seatIds[seat]);
        }

        return those.ToImmutable();
    }
}

/// <summary>Derives seat statuses from events. Pure.</summary>
public static class SeatMapRules
{
    /// <summary>
    /// The status of the reservation's seats after this event; empty when the event does not change them.
    /// </summary>
    public static IEnumerable<SeatSnapshot> Snapshots(Delivered<ReservationEvent> delivered)
    {
        var body = delivered.Body;

        // Such a step changes no seat, and the versions may by then belong to another reservation's hold.
        if (delivered.Topic == Topics.ReservationChanged && !HoldsOthers(body)) return [];
        if (body.Seats.Length != body.SeatVersions.Length)
        {
            throw new InvalidOperationException(
                $"Event {delivered.EventId} of reservation {body.ReservationId} has {body.Seats.Length} seats and "
                + $"{body.SeatVersions.Length} versions of them.");
        }

        var status = ReservationRules.SeatStatusOf(body.Status);
        return body.Seats
            .Zip(body.SeatVersions, (seat, version) => new SeatSnapshot(
                seat.SeatId, body.BlockedSeats?.Contains(seat.SeatId) == true ? SeatStatus.Blocked : status, version))
            .Where(snapshot => snapshot.SeatId.Length > 0); // general admission has none
    }

    /// <summary>Whether other seats are held as an offer for a late payment.</summary>
    private static bool HoldsOthers(ReservationEvent body) =>
        body is { Status: ReservationStatus.Paying, Payment: PaymentStatus.Paid };

    public static SeatSnapshot Snapshot(Delivered<SeatEvent> delivered) =>
        new(delivered.Body.SeatId, delivered.Body.Status, delivered.Body.Version);
}
