using Npgsql;
using Ticketing.Balances;
using Ticketing.Journal;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>Money that the release before the journal has moved, before and after the migration.</summary>
[Collection(PostgresCollection.Name)]
public sealed class JournalMigrationTests(PostgresFixture postgres)
{
    private const string Fan = "00000000-0000-7000-8000-000000000006";
    private const string Schedule = "0197a000-0000-7000-8000-00000000000c";

    /// <summary>Reservations 1 to 4: sold with a coupon, sold before orders existed, refunded, never paid.</summary>
    private const string Sales =
        $"""
        insert into reservations (id, schedule_id, user_id, amount, request_hash, created_at, status, expires_at,
            hold_extended, updated_at, version)
        select ('00000000-0000-7000-8000-00000000000' || n)::uuid, '{Schedule}', '{Fan}', 1000, '', now(), status,
            now(), false, now(), 3
        from (values (1, 2), (2, 2), (3, 3), (4, 4)) v(n, status);
        insert into payments (reservation_id, user_id, amount, status, version, order_id, coupon_code, charged) values
            ('00000000-0000-7000-8000-000000000001', '{Fan}', 1000, 2, 3,
                '00000000-0000-7000-8000-0000000000a1', 'X', 700),
            ('00000000-0000-7000-8000-000000000002', '{Fan}', 1000, 2, 3, null, null, 0),
            ('00000000-0000-7000-8000-000000000003', '{Fan}', 1000, 5, 3,
                '00000000-0000-7000-8000-0000000000a3', null, 1000),
            ('00000000-0000-7000-8000-000000000004', '{Fan}', 1000, 4, 3, null, null, 0);
        insert into ledger (user_id, operation_id, kind, amount, balance_after, reservation_id, at) values
            ('{Fan}', 'charge-1', 0, 9000, 9000, null, now()),
            ('{Fan}', 'order:00000000-0000-7000-8000-0000000000a1:debit', 1, -700, 8300,
                '00000000-0000-7000-8000-000000000001', now()),
            ('{Fan}', 'reservation:00000000-0000-7000-8000-000000000002:debit', 1, -1000, 7300,
                '00000000-0000-7000-8000-000000000002', now()),
            ('{Fan}', 'order:00000000-0000-7000-8000-0000000000a3:debit', 1, -1000, 6300,
                '00000000-0000-7000-8000-000000000003', now()),
            ('{Fan}', 'order:00000000-0000-7000-8000-0000000000a3:refund', 2, 1000, 7300,
                '00000000-0000-7000-8000-000000000003', now()),
            ('{Fan}', 'order:00000000-0000-7000-8000-0000000000a4:debit', 3, 0, 7300, null, now());
        """;

    private static readonly string[] Entries =
    [
        "a1 Balances>Orders 700", "a1 Discounts>Sales 300", "a1 Orders>Sales 700",
        "02 Balances>Orders 1000", "02 Orders>Sales 1000",
        "a3 Balances>Orders 1000", "a3 Orders>Balances 1000",
        "charge Funds>Balances 9000",
    ];

    [Fact]
    public async Task Money_that_was_moved_before_is_entered_by_the_migration()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ApplyAsync([.. Migration.Embedded().Where(migration => migration.Number < 16)]);
        await database.ExecuteAsync(Sales);

        await database.ApplyAsync(Migration.Embedded());

        Assert.Equal(Entries.Order(), await EntriesAsync(database));
    }

    [Fact]
    public async Task A_process_of_the_release_before_enters_money_by_triggers_and_one_of_this_release_itself()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(Sales);
        await database.ExecuteAsync("update payments set version = 4");
        Assert.Equal(Entries.Order(), await EntriesAsync(database));

        await database.ExecuteAsync(
            "update reservations set status = 3 where amount = 1000; update payments set status = 3 where status = 2");
        Assert.Equal(
            Entries.Concat(["a1 Refunds>Orders 700", "a1 Refunds>Discounts 300", "02 Refunds>Orders 1000"]).Order(),
            await EntriesAsync(database));
        await database.ExecuteAsync("update payments set status = 5 where status = 3");
        Assert.Equal(Entries.Length + 3, (await EntriesAsync(database)).Count);

        var store = database.OpenStore();
        var one = Example.LedgerEntry(Guid.NewGuid(), "one", 500, 500);
        var two = Example.LedgerEntry(Guid.NewGuid(), "two", 60, 60);
        await store.CommitAsync(new Commit { Ledger = [one], Journal = JournalRules.Of(one) });
        await store.CommitAsync(new Commit { Ledger = [two] }); // no trigger helps
        Assert.Equal(
            ["charge Funds>Balances 500", "charge Funds>Balances 9000"],
            (await EntriesAsync(database)).Where(entry => entry.StartsWith("charge", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_source_of_a_change_is_the_same_in_code_and_in_the_database()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        var user = Guid.NewGuid();
        foreach (var operation in (string[])
            [$"order:{user:D}:debit", "order:1:debit", "charge:a key", $"reservation:{Guid.Empty:D}:debit", "x"])
        {
            foreach (var reservation in (Guid?[])[null, Guid.NewGuid()])
            {
                var change = new LedgerRow(user, operation, LedgerKind.Debit, -1, 0, reservation, Example.Now);
                Assert.Equal(
                    Assert.Single(JournalRules.Of(change)).SourceId,
                    await database.ScalarAsync<Guid>(
                        $"select journal_source('{user}', '{operation}', "
                        + $"{(reservation is { } id ? $"'{id}'" : "null::uuid")})"));
            }
        }
    }

    /// <summary>Each entry by the end of its source, its accounts and its amount.</summary>
    private static async Task<IReadOnlyList<string>> EntriesAsync(PostgresDatabase database)
    {
        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false });
        await using var command = dataSource.CreateCommand("select source_id, debit, credit, amount from journal");
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<string>();
        while (await reader.ReadAsync())
        {
            var (debit, credit) = ((JournalAccount)reader.GetInt16(1), (JournalAccount)reader.GetInt16(2));
            var source = debit == JournalAccount.Funds ? "charge" : $"{reader.GetGuid(0):D}"[^2..];
            entries.Add($"{source} {debit}>{credit} {reader.GetInt64(3)}");
        }

        return [.. entries.Order()];
    }
}
