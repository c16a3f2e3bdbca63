using System.Collections.Immutable;
using System.Security.Cryptography;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>
/// Loads the map for the first reader; from then on events update it. While the map is read, it is compared with the
/// table periodically in the background, so that a lost event is repaired. Suggested seats are remembered for a short
/// time, so that two fans do not get the same suggestion.
/// </summary>
public sealed class SeatMapGrain(ITicketStore store, TimeProvider time) : Grain, ISeatMapGrain
{
    private const int EpochBytes = 8;
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(Limits.SeatMapTrustSeconds);
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(Limits.SeatMapDoubtSeconds);
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(Limits.SeatMapMaxAgeMilliseconds);
    private static readonly TimeSpan HintTime = TimeSpan.FromSeconds(Limits.SuggestionHintSeconds);

    private readonly Dictionary<string, DateTimeOffset> hints = [];
    private SeatMapState? map;
    private DateTimeOffset readAt;
    private Task? reading;

    public async Task<SeatMap?> Get() => (await Look(Trust))?.Draw();

    public async Task<SeatMapUpdate?> GetSince(string version) => (await Look(Trust))?.Since(version);

    public async Task<ImmutableArray<string>> Suggest(SeatWish wish)
    {
        var isWrong = map is not null && map.Contradicts(wish.Except);
        if (await Look(isWrong ? Doubt : Trust) is not { } looked) return [];
        // A fan who lost a second choice to a map that is behind gets the next one from the table.
        if (isWrong && wish.Except.Length > wish.Quantity) await LookAgain(looked);

        var now = time.GetUtcNow();
        foreach (var (seat, until) in hints)
        {
            if (until <= now) hints.Remove(seat);
        }

        var seats = Choose(looked, wish);
        foreach (var seat in seats) hints[seat] = now + HintTime;
        return seats;
    }

    /// <summary>
    /// Seats suggested to other fans are offered only when there are no others. A party that would have to split gets
    /// them too, because not every suggestion becomes a reservation. When the party has lost as many seats as it wants,
    /// it splits, because those suggestions were good.
    /// </summary>
    private ImmutableArray<string> Choose(SeatMapState looked, SeatWish wish)
    {
        var choice = looked.Choose(wish, seat => !hints.ContainsKey(seat));
        if (!choice.IsTogether && hints.Count > 0
            && (choice.Seats.IsEmpty || wish.Except.Length < wish.Quantity)
            && looked.Choose(wish, _ => true) is var hinted && (hinted.IsTogether || choice.Seats.IsEmpty))
            choice = hinted;
        return wish.Together && !choice.IsTogether ? [] : choice.Seats;
    }

    public async Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events)
    {
        if (await Drawn() is not { } drawn) return;
        foreach (var delivered in events)
            drawn.Merge(delivered.Body.UserId, SeatMapRules.Snapshots(delivered), seat => hints.Remove(seat));
    }

    public async Task HandleSeats(ImmutableArray<Delivered<SeatEvent>> events) =>
        Merge(await Drawn(), events.Select(SeatMapRules.Snapshot));

    /// <summary>
    /// A change of the seat ends its suggestion, which has been taken: the seat may be suggested as soon as it is free.
    /// </summary>
    private void Merge(SeatMapState? drawn, IEnumerable<SeatSnapshot> snapshots) =>
        drawn?.Merge(snapshots, seat => hints.Remove(seat));

    /// <summary>
    /// The map that an event must update; null when the map is not loaded, because the next load includes the event. A
    /// load in progress may have read older rows, so it is awaited first.
    /// </summary>
    private async Task<SeatMapState?> Drawn()
    {
        if (map is null && reading is { IsCompleted: false } drawing)
        {
            try
            {
                await drawing;
            }
            catch (TicketStoreException)
            {
                // The readers who await the load get the exception.
            }
        }

        return map;
    }

    /// <summary>Reads interleave: all of them share one load, and await only the first.</summary>
    private async Task<SeatMapState?> Look(TimeSpan maxAge)
    {
        var isReading = reading is { IsCompleted: false };
        if (map is null)
        {
            if (!isReading) reading = Read();
            await reading!;
        }
        else if (!isReading && readAt + maxAge <= time.GetUtcNow())
        {
            reading = Compare(map);
        }

        return map;
    }

    /// <summary>
    /// Waits for a comparison that is at most <see cref="Limits.SeatMapMaxAgeMilliseconds"/> old. Suggestions wait for
    /// one another, so the others that have lost find a map that is right.
    /// </summary>
    private async Task LookAgain(SeatMapState looked)
    {
        if (reading is { IsCompleted: true } && readAt + MaxAge <= time.GetUtcNow()) reading = Compare(looked);
        await reading!;
    }

    private async Task Read()
    {
        var scheduleId = GrainKeys.ParseId(this.GetPrimaryKeyString());
        var seats = await store.LoadScheduleSeatsAsync(scheduleId);
        // A schedule with standing places only has an empty map.
        if (seats.Count == 0 && await store.LoadSaleTermsAsync(scheduleId) is null)
        {
            DeactivateOnIdle();
            return;
        }

        readAt = time.GetUtcNow();
        var standings = await store.LoadSeatSnapshotsAsync(scheduleId);
        map = new SeatMapState(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(EpochBytes)), seats, standings);
    }

    private async Task Compare(SeatMapState drawn)
    {
        readAt = time.GetUtcNow();
        try
        {
            Merge(drawn, await store.LoadSeatSnapshotsAsync(GrainKeys.ParseId(this.GetPrimaryKeyString())));
        }
        catch (TicketStoreException)
        {
            // The map stays as it is until the next attempt, after the shorter interval.
            readAt += Doubt - Trust;
        }
    }
}
