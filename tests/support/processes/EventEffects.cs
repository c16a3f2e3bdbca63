using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Processes;

/// <summary>Compares the results of the groups with the tables that the events came from.</summary>
internal sealed class EventEffects(PostgresDatabase database, ITestOutputHelper output)
{
    /// <summary>
    /// There are no dead letters, read model and counts equal the tables, and every event was counted once.
    /// </summary>
    public async Task AssertTablesAgreeAsync(int reservations)
    {
        Assert.Equal(reservations, await Count("select count(*)::int from reservations"));
        Assert.Equal(0, await Count("select count(*)::int from dead_letters"));
        Assert.Equal(0, await Count(
            """
            select count(*)::int from reservations r full join reservation_details d on d.reservation_id = r.id
            where (r.version, r.status) is distinct from (d.reservation_version, d.status)
            """));
        Assert.Equal(0, await Count(
            """
            select count(*)::int
            from (select schedule_id, count(*) as reserved, count(*) filter (where status = 3) as cancelled
                from reservations group by schedule_id) r
            full join schedule_statistics s using (schedule_id)
            where (r.reserved, r.cancelled) is distinct from (s.reserved, s.cancelled)
            """));
        var cancelled = await Count("select count(*)::int from reservations where status = 3");
        var counted = await Count("select count(*)::int from consumed where group_name = 'statistics'");
        Assert.Equal(reservations + cancelled, counted);
        output.WriteLine($"{reservations} reservations, {cancelled} of them cancelled: "
            + $"{counted} events counted once, all details as in the tables, no dead letters");
    }

    /// <summary>
    /// Every event was sent at least once, and the first deliveries of a reservation's versions are in order.
    /// </summary>
    public async Task AssertToldAsync(string target, FlakyReceiver receiver, bool onlyCancelled = false)
    {
        var got = receiver.ReceivedBy(target);
        var events = got.DistinctBy(one => one.EventId).ToArray();
        Assert.All(
            events.GroupBy(one => one.Reservation),
            one => Assert.Equal(one.Select(told => told.Version).Order(), one.Select(told => told.Version)));
        var expected = await Count("select count(*)::int from reservations where status = 3")
            + (onlyCancelled ? 0 : await Count("select count(*)::int from reservations"));
        Assert.Equal(expected, events.Length);
        output.WriteLine($"{target}: {events.Length} events in order, told {got.Length} times");
    }

    private Task<int> Count(string sql) => database.ScalarAsync<int>(sql);
}
