using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>The waiting queue. See <see cref="Tables"/>.</summary>
internal static class QueueTables
{
    public static readonly ImmutableArray<Table> All =
    [
        new Table<QueueRow>("queues", commit => commit.Queues)
            .Key("schedule_id", row => row.ScheduleId)
            .Changing("enabled", row => row.Settings.Enabled)
            .Changing("max_active", row => row.Settings.MaxActive)
            .Changing("pace_per_second", row => row.Settings.PacePerSecond)
            .Changing("paused", row => row.Settings.Paused)
            .Changing("draining", row => row.Settings.Draining)
            .Changing("claim_seconds", row => row.Settings.ClaimSeconds)
            .Changing("active_seconds", row => row.Settings.ActiveSeconds)
            .Changing("pauses_when_sold_out", row => row.Settings.PausesWhenSoldOut)
            .Changing("more_times", row => row.Settings.MoreTimes)
            .Changing("draws", row => row.Settings.Draws)
            .Changing("last_number", row => row.LastNumber)
            .Changing("admitted_through", row => row.AdmittedThrough)
            .Changing("waiting", row => row.Waiting)
            .Changing("served", row => row.Served)
            .Changing("abandoned", row => row.Abandoned)
            .Changing("draw_key", row => ImmutableCollectionsMarshal.AsArray(row.DrawKey))
            .Changing("drawn_entries", row => row.DrawnEntries)
            .AlsoSets(
                $"""
                most_active = greatest(t.most_active, c.max_active), most_more_times = greatest(
                    coalesce(t.most_more_times, t.more_times, {QueueSettings.DefaultMoreTimes}),
                    coalesce(c.more_times, {QueueSettings.DefaultMoreTimes}))
                """)
            .Version(row => row.Version)
            .UpdatesOnly(),

        // Inserted by number: neighbours in the queue become neighbours in the table.
        new Table<PlaceRow>("queue_places", commit => commit.Places)
            .Key("schedule_id", row => row.ScheduleId)
            .Key("user_id", row => row.UserId)
            .Changing("number", row => row.Number)
            .Changing("joined_at", row => row.JoinedAt)
            .Changing("status", row => (short)row.Status)
            .Changing("until", row => row.Until)
            .Changing("extended", row => row.Extended)
            .Changing("more_times", RequestIds.Write)
            .Changing("more_times_of", row => row.MoreTimes.IsEmpty ? (long?)null : row.Number)
            .Version(row => row.Version)
            .InsertedBy((left, right) =>
                (left.ScheduleId, left.Number).CompareTo((right.ScheduleId, right.Number)))
            .Replanned(),
    ];
}

/// <summary>The requests for more time in the column of a place: 16 bytes each, null for none.</summary>
internal static class RequestIds
{
    private const int IdBytes = 16;

    public static byte[]? Write(PlaceRow row)
    {
        if (row.MoreTimes.IsEmpty) return null;
        var bytes = new byte[row.MoreTimes.Length * IdBytes];
        for (var at = 0; at < row.MoreTimes.Length; at++)
            row.MoreTimes[at].TryWriteBytes(bytes.AsSpan(at * IdBytes), bigEndian: true, out _);
        return bytes;
    }

    public static ImmutableArray<Guid> Read(byte[] bytes) =>
        [.. bytes.Chunk(IdBytes).Select(id => new Guid(id, bigEndian: true))];
}
