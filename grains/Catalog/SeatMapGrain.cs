using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>
/// Reads the seats that are not available when somebody looks and the picture is too old; however many look at once,
/// they share one query. Suggestions remember for a moment what they gave, so that fans are not sent to the same seats.
/// </summary>
public sealed class SeatMapGrain(ITicketStore store, TimeProvider time) : Grain, ISeatMapGrain
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(Limits.SeatMapMaxAgeMilliseconds);
    private static readonly TimeSpan HintTime = TimeSpan.FromSeconds(Limits.SuggestionHintSeconds);

    private readonly Dictionary<string, DateTimeOffset> hints = [];
    private SeatPlaces? places;
    private SeatMap? map;
    private DateTimeOffset readAt;
    private Task? reading;

    public async Task<SeatMap?> Get()
    {
        await Refresh();
        return map;
    }

    public async Task<ImmutableArray<string>> Suggest(SeatWish wish)
    {
        await Refresh();
        if (places is null || !places.Has(wish.Category, wish.Quantity)) return [];

        var now = time.GetUtcNow();
        foreach (var (seat, until) in hints)
        {
            if (until <= now) hints.Remove(seat);
        }

        // What was suggested to others is offered only when there is nothing else.
        var seats = places.Choose(wish, seat => !hints.ContainsKey(seat));
        if (seats.IsEmpty && hints.Count > 0) seats = places.Choose(wish, _ => true);
        foreach (var seat in seats) hints[seat] = now + HintTime;
        return seats;
    }

    public Task<SeatMapNews?> GetSince(string version) => throw new NotImplementedException();
    public Task Show(ImmutableArray<Delivered<ReservationEvent>> events) => throw new NotImplementedException();
    public Task ShowBlocked(ImmutableArray<Delivered<SeatEvent>> events) => throw new NotImplementedException();

    private async Task Refresh()
    {
        if (map is not null && readAt + MaxAge > time.GetUtcNow()) return;

        // Calls interleave: all of them wait for the one read.
        if (reading is null or { IsCompleted: true }) reading = Read();
        await reading;
    }

    private async Task Read()
    {
        var scheduleId = GrainKeys.ParseId(this.GetPrimaryKeyString());
        if (places is null)
        {
            var seats = await store.LoadScheduleSeatsAsync(scheduleId);
            if (seats.Count == 0)
            {
                DeactivateOnIdle();
                return;
            }

            places = new SeatPlaces(seats);
        }

        var now = time.GetUtcNow();
        var taken = (await store.LoadSeatStandingsAsync(scheduleId)).Where(s => s.Status != Seats.SeatStatus.Available).ToArray();
        places.SetTaken(taken);
        map = SeatMapRules.Draw(places.Count, taken);
        readAt = now;
    }
}
