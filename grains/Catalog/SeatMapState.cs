using System.Collections.Immutable;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>
/// What every seat of a schedule is, since which version of its row, and since which change of the map. Changed in
/// place, for it is large; what it gives out is not.
/// </summary>
public sealed class SeatMapState
{
    private readonly string epoch;
    private readonly SeatPlaces places;
    private readonly string[] seatIds;
    private readonly Dictionary<string, int> indexes;
    private readonly SeatStatus[] statuses;
    private readonly long[] versions;
    private readonly long[] changedAt;
    private long sequence;
    private SeatMap? whole;

    /// <param name="epoch">See <see cref="SeatMapVersions"/>.</param>
    /// <param name="seats">In the plan's order.</param>
    public SeatMapState(string epoch, IReadOnlyList<ScheduleSeat> seats, IEnumerable<SeatStanding> standings)
    {
        this.epoch = epoch;
        places = new SeatPlaces(seats);
        seatIds = [.. seats.Select(seat => seat.SeatId)];
        indexes = seatIds.Index().ToDictionary(seat => seat.Item, seat => seat.Index, StringComparer.Ordinal);
        statuses = new SeatStatus[seatIds.Length];
        versions = new long[seatIds.Length];
        changedAt = new long[seatIds.Length];
        Merge(standings);
    }

    public string Version => SeatMapVersions.Of(epoch, sequence);

    /// <summary>Takes what is newer than what is known, however old the rest is.</summary>
    public void Merge(IEnumerable<SeatStanding> standings)
    {
        foreach (var standing in standings) Apply(standing);
    }

    /// <summary>The whole map; built once a version, when somebody asks.</summary>
    public SeatMap Draw() => whole ??= new SeatMap(
        Version, seatIds.Length, Those(SeatStatus.Held), Those(SeatStatus.Sold), Those(SeatStatus.Blocked));

    /// <summary>See <see cref="ISeatMapGrain.GetSince"/>.</summary>
    public SeatMapNews Since(string version)
    {
        if (!SeatMapVersions.TryRead(version, out var drawing, out var since) || drawing != epoch || since > sequence)
            return new SeatMapNews(Version, Draw(), []);
        if (since == sequence) return new SeatMapNews(Version, Whole: null, []);

        var changes = ImmutableArray.CreateBuilder<SeatChange>();
        for (var seat = 0; seat < seatIds.Length; seat++)
        {
            if (changedAt[seat] > since) changes.Add(new SeatChange(seatIds[seat], statuses[seat]));
        }

        return new SeatMapNews(Version, Whole: null, changes.ToImmutable());
    }

    /// <summary>Whether one of these seats, which are not to be had, seems free.</summary>
    public bool Contradicts(ImmutableArray<string> taken) =>
        taken.Any(seat => indexes.TryGetValue(seat, out var index) && statuses[index] == SeatStatus.Available);

    /// <summary>Seats that seem free and are not hinted at others; empty when there are not that many.</summary>
    public ImmutableArray<string> Choose(SeatWish wish, Func<string, bool> mayOffer) =>
        places.Has(wish.Category, wish.Quantity) ? places.Choose(wish, mayOffer) : [];

    private void Apply(SeatStanding standing)
    {
        if (!indexes.TryGetValue(standing.SeatId, out var seat))
            throw new InvalidOperationException($"Seat '{standing.SeatId}' is not one of the schedule's.");
        if (standing.Version <= versions[seat]) return;

        versions[seat] = standing.Version;
        if (standing.Status == statuses[seat]) return;

        statuses[seat] = standing.Status;
        changedAt[seat] = ++sequence;
        whole = null;
        places.Set(standing.SeatId, isFree: standing.Status == SeatStatus.Available);
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
