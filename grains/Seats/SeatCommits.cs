using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Seats;

/// <summary>
/// The transaction by which an operator takes a seat off sale or puts it back, and the event that tells.
/// </summary>
public static class SeatCommits
{
    public static Commit Write(SeatRow row, DateTimeOffset now)
    {
        var topic = row.Status == SeatStatus.Blocked ? Topics.SeatBlocked : Topics.SeatUnblocked;
        var body = new SeatEvent(row.Key.ScheduleId, row.Key.SeatId, row.Status, row.Version);
        return new Commit { Seats = [row], Events = [News.Of(topic, body, now)] };
    }
}
