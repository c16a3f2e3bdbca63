using System.Collections.Immutable;
using System.Security.Cryptography;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>
/// Drawn when somebody looks for the first time; from then on events change it. While somebody looks it is compared
/// with the table now and then, and nobody waits for that: a lost event heals. Suggestions remember for a moment what
/// they gave, so that fans are not sent to the same seats.
/// </summary>
public sealed class SeatMapGrain(ITicketStore store, TimeProvider time) : Grain, ISeatMapGrain
{
    private const int EpochBytes = 8;
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(Limits.SeatMapTrustSeconds);
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(Limits.SeatMapDoubtSeconds);
    private static readonly TimeSpan HintTime = TimeSpan.FromSeconds(Limits.SuggestionHintSeconds);

    private readonly Dictionary<string, DateTimeOffset> hints = [];
    private SeatMapState? map;
    private DateTimeOffset readAt;
    private Task? reading;

    public async Task<SeatMap?> Get() => (await Look(Trust))?.Draw();

    public async Task<SeatMapNews?> GetSince(string version) => (await Look(Trust))?.Since(version);

    public async Task<ImmutableArray<string>> Suggest(SeatWish wish)
    {
        var isWrong = map is not null && map.Contradicts(wish.Except);
        if (await Look(isWrong ? Doubt : Trust) is not { } looked) return [];

        var now = time.GetUtcNow();
        foreach (var (seat, until) in hints)
        {
            if (until <= now) hints.Remove(seat);
        }

        // What was suggested to others is offered only when there is nothing else.
        var seats = looked.Choose(wish, seat => !hints.ContainsKey(seat));
        if (seats.IsEmpty && hints.Count > 0) seats = looked.Choose(wish, _ => true);
        foreach (var seat in seats) hints[seat] = now + HintTime;
        return seats;
    }

    public async Task Show(ImmutableArray<Delivered<ReservationEvent>> events) =>
        (await Drawn())?.Merge(events.SelectMany(SeatMapRules.Standings));

    public async Task ShowBlocked(ImmutableArray<Delivered<SeatEvent>> events) =>
        (await Drawn())?.Merge(events.Select(SeatMapRules.Standing));

    /// <summary>
    /// The map that an event changes; null when nobody has looked: who looks will read what the event tells. What is
    /// being read at this moment may be older.
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
                // It is told to those who look.
            }
        }

        return map;
    }

    /// <summary>Looks interleave: all of them share one read, and wait only for the first.</summary>
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

    private async Task Read()
    {
        var scheduleId = GrainKeys.ParseId(this.GetPrimaryKeyString());
        var seats = await store.LoadScheduleSeatsAsync(scheduleId);
        if (seats.Count == 0)
        {
            DeactivateOnIdle();
            return;
        }

        readAt = time.GetUtcNow();
        var standings = await store.LoadSeatStandingsAsync(scheduleId);
        map = new SeatMapState(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(EpochBytes)), seats, standings);
    }

    private async Task Compare(SeatMapState drawn)
    {
        readAt = time.GetUtcNow();
        try
        {
            drawn.Merge(await store.LoadSeatStandingsAsync(GrainKeys.ParseId(this.GetPrimaryKeyString())));
        }
        catch (TicketStoreException)
        {
            // The picture stays as it is, for a moment.
            readAt += Doubt - Trust;
        }
    }
}
