using System.Collections.Immutable;
using System.Globalization;
using Orleans.Concurrency;
using Ticketing.Events;
using Ticketing.Seats;

namespace Ticketing.Catalog;

/// <summary>
/// The cached seat map of a schedule; key: the schedule's id. It is read from the table once, then updated from events
/// and compared with the table periodically. Read-only: a seat's own grain decides who gets it.
/// </summary>
[Alias("Ticketing.ISeatMapGrain"), Version(2)]
public interface ISeatMapGrain : IGrainWithStringKey
{
    /// <summary>The whole map; null when the schedule does not exist.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<SeatMap?> Get();

    /// <summary>
    /// The changes since this version of the map. Null when the schedule does not exist; the whole map when this
    /// activation did not issue the version.
    /// </summary>
    [AlwaysInterleave, Alias("GetSince")]
    Task<SeatMapUpdate?> GetSince(string version);

    /// <summary>
    /// Suggests the best seats that seem free: side by side where possible, then in one zone. Empty when there are not
    /// that many. A suggestion reserves nothing: when a claim then fails, ask again with the taken seats in
    /// <see cref="SeatWish"/>.
    /// </summary>
    [Alias("Suggest")]
    Task<ImmutableArray<string>> Suggest(SeatWish wish);

    /// <summary>
    /// Updates the seats of these reservations; a status older than the map's own is ignored. Steps that change no
    /// seat, such as a payment that begins, come too, so that <see cref="SeatMapUpdate.Fans"/> names their fans.
    /// </summary>
    [Alias("Show")]
    Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events);

    [Alias("ShowBlocked")]
    Task HandleSeats(ImmutableArray<Delivered<SeatEvent>> events);
}

/// <summary>The unavailable seats by status; every other seat of the plan is available.</summary>
/// <param name="Version">
/// Identifies this content; it changes with every change of a seat and with every restart of the grain.
/// </param>
/// <param name="SeatCount">Number of all seats of the schedule.</param>
[GenerateSerializer, Immutable, Alias("SeatMap")]
public sealed record SeatMap(
    [property: Id(0)] string Version,
    [property: Id(1)] int SeatCount,
    [property: Id(2)] ImmutableArray<string> Held,
    [property: Id(3)] ImmutableArray<string> Sold,
    [property: Id(4)] ImmutableArray<string> Blocked);

/// <summary>A seat and its current status.</summary>
[GenerateSerializer, Immutable, Alias("SeatChange")]
public sealed record SeatChange([property: Id(0)] string SeatId, [property: Id(1)] SeatStatus Status);

/// <summary>The difference between a map and an older version of it.</summary>
/// <param name="Version">The version of the map after these changes.</param>
/// <param name="Whole">The whole map when the difference is unknown; otherwise null.</param>
/// <param name="Changes">
/// The seats whose status has changed, in the plan's order; empty when <paramref name="Whole"/> is set.
/// </param>
[GenerateSerializer, Immutable, Alias("SeatMapNews")]
public sealed record SeatMapUpdate(
    [property: Id(0)] string Version,
    [property: Id(1)] SeatMap? Whole,
    [property: Id(2)] ImmutableArray<SeatChange> Changes)
{
    /// <summary>
    /// The fans whose reservations have changed meanwhile in any way, so that their pages read them again; a hint that
    /// may miss a fan after an overload. Null from a silo of an older release.
    /// </summary>
    [Id(3)]
    public ImmutableArray<Guid>? Fans { get; init; }
}

/// <summary>
/// The format of seat map versions: which activation built the map, and how many changes it has applied since. Two
/// versions of one activation therefore tell which changes lie between them.
/// </summary>
public static class SeatMapVersions
{
    /// <param name="epoch">Identifies one load of the map; another after every restart. Letters and digits.</param>
    /// <param name="sequence">Grows with every change.</param>
    public static string Of(string epoch, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{epoch}-{sequence}");

    /// <summary>False when the text is not a version; the out values are then meaningless.</summary>
    public static bool TryRead(string version, out string epoch, out long sequence)
    {
        var dash = version.IndexOf('-', StringComparison.Ordinal);
        epoch = dash > 0 ? version[..dash] : "";
        sequence = 0;
        return dash > 0
            && long.TryParse(version.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }
}
