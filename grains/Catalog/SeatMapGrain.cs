using System.Collections.Immutable;
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
    private SeatIndex? index;
    private int seatCount;
    private SeatMap? map;
    private HashSet<string> taken = [];
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
        if (index is null) return [];

        var now = time.GetUtcNow();
        foreach (var (seat, until) in hints)
        {
            if (until <= now) hints.Remove(seat);
        }

        // What was suggested to others is offered only when there is nothing else.
        var except = wish.Except.ToHashSet();
        var seats = BestAvailable.Choose(
            index, seat => IsFree(seat, except) && !hints.ContainsKey(seat.SeatId), wish.Category, wish.Quantity);
        if (seats.IsEmpty)
            seats = BestAvailable.Choose(index, seat => IsFree(seat, except), wish.Category, wish.Quantity);
        foreach (var seat in seats) hints[seat] = now + HintTime;
        return seats;
    }

    private bool IsFree(ScheduleSeat seat, HashSet<string> except) =>
        !taken.Contains(seat.SeatId) && !except.Contains(seat.SeatId);

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
        if (index is null && !await ReadPlan(scheduleId)) return;

        var now = time.GetUtcNow();
        var rows = await store.LoadTakenSeatsAsync(scheduleId);
        taken = [.. rows.Select(row => row.SeatId)];
        map = SeatMapRules.Draw(seatCount, rows);
        readAt = now;
    }

    private async Task<bool> ReadPlan(Guid scheduleId)
    {
        var seats = await store.LoadScheduleSeatsAsync(scheduleId);
        if (seats.Count == 0)
        {
            DeactivateOnIdle();
            return false;
        }

        index = SeatIndex.Of(seats);
        seatCount = seats.Count;
        return true;
    }
}
