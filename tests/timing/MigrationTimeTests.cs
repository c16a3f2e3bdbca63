using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ticketing.Store;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Timing;

/// <summary>
/// No migration holds up sales for over a second, with a million rows in each table that sales write and migrations
/// name (ADR 11). The first six are older than this rule.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class MigrationTimeTests(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const int LastBeforeTheRule = 6;
    private const int OfOrleans = 100;
    private const int Rows = 1_000_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly string[] HotTables =
    [
        "seats", "reservations", "reservation_seats", "payments", "balances", "ledger", "orders", "order_steps",
        "tickets", "stock_takes", "queue_places", "reservation_details", "consumed",
    ];

    private PostgresDatabase database = null!;
    private NpgsqlDataSource source = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateEmptyDatabaseAsync();
        source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { CommandTimeout = 300 });
        await ApplyAsync(Embedded(migration => migration.Number <= LastBeforeTheRule || migration.Number >= OfOrleans));
        await Task.WhenAll(HotTables.Where(IsNamed).Select(FillAsync));
        await ExecuteAsync("analyze");
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task No_write_waits_for_over_a_second_while_a_million_rows_are_migrated()
    {
        foreach (var migration in Newer)
        {
            var (table, wait) = await LongestWaitAsync(() => ApplyAsync([migration]));
            output.WriteLine($"{migration.Name}: the longest write took {wait.TotalMilliseconds:0} ms ({table})");
            Assert.True(wait < LongestWait, $"{migration.Name} held up {table} for {wait.TotalSeconds:0.0} s");
        }

        // The way that ADR 11 shows for each kind; then the way that it forbids, which this test must notice.
        foreach (var (migration, isRight) in Examples)
        {
            var (table, wait) = await LongestWaitAsync(() => ApplyAsync([migration]));
            output.WriteLine($"{migration.Name}: the longest write took {wait.TotalMilliseconds:0} ms ({table})");
            Assert.True(
                wait < LongestWait == isRight, $"{migration.Name} held up {table} for {wait.TotalSeconds:0.0} s");
        }

        Assert.Equal(
            Rows, await database.ScalarAsync<long>("select count(*) from payments where noted = amount + 1"));
    }

    private static (Migration Migration, bool IsRight)[] Examples =>
    [
        (new Migration(901, "0901_column", "alter table payments add column noted bigint"), true),
        (new Migration(902, "0902_fill", """
            -- batches
            update payments set noted = amount where reservation_id in (
                select reservation_id from payments where noted is null limit 5000)
            """), true),
        (new Migration(903, "0903_index", """
            -- alone
            drop index concurrently if exists payments_noted;

            create index concurrently payments_noted on payments (noted);
            """), true),
        (new Migration(904, "0904_check", """
            alter table payments add constraint payments_noted_is_set check (noted is not null) not valid
            """), true),
        (new Migration(905, "0905_validate", """
            alter table payments validate constraint payments_noted_is_set
            """), true),
        (new Migration(906, "0906_all_at_once", """
            alter table payments add column again bigint;
            update payments set again = amount, noted = amount + 1
            """), false),
    ];

    private static Migration[] Newer { get; } =
        Embedded(migration => migration.Number is > LastBeforeTheRule and < OfOrleans);

    private static bool IsNamed(string table) =>
        Newer.Concat(Examples.Select(example => example.Migration)).Any(migration => migration.Sql.Contains(table));

    private static Migration[] Embedded(Func<Migration, bool> which) => [.. Migration.Embedded().Where(which)];

    private Task ApplyAsync(IReadOnlyList<Migration> migrations) =>
        new Migrations(source, NullLogger<Migrations>.Instance).ApplyAsync(migrations);

    /// <summary>
    /// Makes rows from the columns of the table: keys that differ, small numbers, a text, and nothing where the table
    /// allows it. Checks between columns are met by zeros.
    /// </summary>
    private async Task FillAsync(string table)
    {
        var values = new List<string>();
        var names = new List<string>();
        await using (var command = source.CreateCommand(
            """
            select a.attname, format_type(a.atttypid, a.atttypmod), exists (
                select from pg_index i where i.indrelid = a.attrelid and i.indisunique and a.attnum = any(i.indkey))
            from pg_attribute a
            where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attidentity = ''
                and a.attnotnull
            """))
        {
            command.Parameters.AddWithValue(table);
            await using var columns = await command.ExecuteReaderAsync();
            while (await columns.ReadAsync())
            {
                names.Add(columns.GetString(0));
                values.Add((columns.GetString(1), columns.GetBoolean(2)) switch
                {
                    ("uuid", _) => "md5(n::text)::uuid",
                    ("text", true) => "n::text",
                    ("text", false) => "'[]'",
                    ("bigint" or "integer", true) => "n",
                    ("boolean", _) => "false",
                    ("timestamp with time zone", _) => "now()",
                    _ => "0",
                });
            }
        }

        await ExecuteAsync(
            $"insert into {table} ({string.Join(", ", names)}) "
            + $"select {string.Join(", ", values)} from generate_series(1, {Rows}) as n");
    }

    /// <summary>The longest write to any of the tables while <paramref name="act"/> runs.</summary>
    private async Task<(string Table, TimeSpan Wait)> LongestWaitAsync(Func<Task> act)
    {
        using var end = new CancellationTokenSource();
        var writers = HotTables.Select(table => Task.Run(() => WriteAsync(table, end.Token))).ToArray();
        await act();
        await end.CancelAsync();
        return (await Task.WhenAll(writers)).MaxBy(longest => longest.Wait);
    }

    /// <summary>Writes rows here and there, one at a time, as sales do.</summary>
    private async Task<(string Table, TimeSpan Wait)> WriteAsync(string table, CancellationToken end)
    {
        var longest = TimeSpan.Zero;
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        var column = await ScalarAsync<string>(
            $"select attname::text from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 "
            + "and attidentity = '' order by attnum limit 1");
        do
        {
            var row = $"({Random.Shared.Next(Rows / 100)},{Random.Shared.Next(1, 20)})";
            await using var write = new NpgsqlCommand(
                $"update {table} set {column} = {column} where ctid = '{row}'", connection);
            var startedAt = Stopwatch.GetTimestamp();
            await write.ExecuteNonQueryAsync(CancellationToken.None);
            var took = Stopwatch.GetElapsedTime(startedAt);
            if (took > longest) longest = took;
            await Task.WhenAny(Task.Delay(20, end));
        }
        while (!end.IsCancellationRequested);
        return (table, longest);
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
