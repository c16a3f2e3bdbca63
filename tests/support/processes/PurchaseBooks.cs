using Dapper;
using Npgsql;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Processes;

/// <summary>Compares purchases in the database with the answers that their fans got.</summary>
internal static class PurchaseBooks
{
    private const int Price = 100;

    private const string Unlisted =
        """
        select count(*)::int from reservations r left join reservation_details d on d.reservation_id = r.id
        where r.status in (2, 3) and (d.status is distinct from r.status or r.status = 2 and d.ticket_status is null)
        """;

    /// <summary>
    /// Waits until all events have had their effects, then fails unless every promise was kept. Returns the number of
    /// confirmed fans.
    /// </summary>
    public static async Task<int> AssertKeptAsync(string connectionString, IReadOnlyList<BuyingFan> fans)
    {
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var connection = await database.OpenConnectionAsync();
        await UntilEmptyAsync(() => LeftAsync("select count(*)::int from outbox", "events wait in the outbox"));
        await UntilEmptyAsync(() => LeftAsync(
            "select count(*)::int from orders where status not in (5, 6, 9)", "orders are in progress"));
        await UntilEmptyAsync(() => LeftAsync(Unlisted, "reservations differ from their rows in the read model"));
        Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*)::int from dead_letters"));
        var rows = (await connection.QueryAsync<FanRow>(
            """
            select u.email, coalesce(b.balance, 0) as balance,
                array(select id from reservations where user_id = u.id and status = 2) as confirmed,
                array(select s.seat_id from seats s join reservations r on r.id = s.reservation_id
                    where r.user_id = u.id and s.status = 2 order by s.ordinal) as sold,
                array(select seat_id from tickets where user_id = u.id and not is_cancelled) as tickets,
                (select count(*) from ledger where user_id = u.id and kind = 1 and amount <> 0) as debits,
                (select count(*) from payments where user_id = u.id and status = 2) as paid
            from users u left join balances b on b.user_id = u.id
            where u.email = any(@emails)
            """,
            new { emails = fans.Select(fan => fan.Email).ToArray() })).ToDictionary(row => row.Email);

        Assert.Empty(fans.Select(fan => Complaint(fan, rows[fan.Email])).OfType<string>());
        foreach (var seat in fans.GroupBy(fan => fan.Seats[0]))
            Assert.True(seat.Count(fan => fan.IsConfirmed) == 1, $"{seat.Key} was not sold to one fan");
        // With Kafka, the outbox is empty before all groups have handled the events.
        await SqlChecks.AssertRestsAsync(connectionString);
        var (exit, report, error) = await ProgramCommand.RunAsync("api.dll", connectionString, "audit");
        Assert.True(exit == 0, report + error);
        return fans.Count(fan => fan.IsConfirmed);

        async Task<IReadOnlyList<string>> LeftAsync(string count, string what) =>
            await connection.ExecuteScalarAsync<int>(count) is > 0 and var left ? [$"{left} {what}"] : [];
    }

    private static string? Complaint(BuyingFan fan, FanRow row)
    {
        var bought = fan.IsConfirmed ? fan.Seats : [];
        var debits = fan.IsConfirmed ? 1 : 0;
        Guid[] confirmed = fan.IsConfirmed ? [fan.Held!.Value] : [];
        var isKept = row.Confirmed.SequenceEqual(confirmed) && row.Sold.SequenceEqual(bought)
            && row.Tickets.Order().SequenceEqual(bought.Order()) && row.Debits == debits && row.Paid == debits
            && row.Balance == BuyingFan.Points - bought.Length * Price;
        return isKept
            ? null
            : $"told {fan.IsConfirmed} about {fan.Held} with {string.Join(",", fan.Seats)}, but has {row}";
    }

    private static Task UntilEmptyAsync(Func<Task<IReadOnlyList<string>>> complaints) =>
        Wait.For(complaints, left => left.Count == 0);

    private sealed record FanRow
    {
        public string Email { get; init; } = "";

        public long Balance { get; init; }

        public Guid[] Confirmed { get; init; } = [];

        public string[] Sold { get; init; } = [];

        public string[] Tickets { get; init; } = [];

        public long Debits { get; init; }

        public long Paid { get; init; }

        public override string ToString() =>
            $"balance {Balance}, confirmed {string.Join(",", Confirmed)}, sold {string.Join(",", Sold)}, "
            + $"tickets {string.Join(",", Tickets)}, {Debits} debits, {Paid} paid";
    }
}
