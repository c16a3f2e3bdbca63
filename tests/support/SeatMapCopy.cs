using Ticketing.Catalog;
using Ticketing.Seats;

namespace Ticketing.Tests.Support;

/// <summary>A reader's copy of a map, which is updated by changes only.</summary>
internal sealed class SeatMapCopy(SeatMapUpdate first)
{
    private readonly Dictionary<string, SeatStatus> taken = TakenOf(first.Whole!);

    public string Version { get; private set; } = first.Version;

    public void Take(SeatMapUpdate news)
    {
        Version = news.Version;
        if (news.Whole is { } whole)
        {
            taken.Clear();
            foreach (var (seat, status) in TakenOf(whole)) taken[seat] = status;
        }

        foreach (var (seat, status) in news.Changes)
        {
            if (status == SeatStatus.Available) taken.Remove(seat);
            else taken[seat] = status;
        }
    }

    /// <summary>Fails unless the copy equals this map, which has the same version.</summary>
    public void AssertIs(SeatMap map)
    {
        Assert.Equal(map.Version, Version);
        Assert.Equal(TakenOf(map).OrderBy(seat => seat.Key), taken.OrderBy(seat => seat.Key));
    }

    private static Dictionary<string, SeatStatus> TakenOf(SeatMap map) => new(
        [.. Those(map.Held, SeatStatus.Held), .. Those(map.Sold, SeatStatus.Sold),
            .. Those(map.Blocked, SeatStatus.Blocked)]);

    private static IEnumerable<KeyValuePair<string, SeatStatus>> Those(
        IEnumerable<string> seats, SeatStatus status) =>
        seats.Select(seat => KeyValuePair.Create(seat, status));
}
