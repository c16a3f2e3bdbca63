using Npgsql;
using Ticketing.Balances;
using Ticketing.Storage;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>Rows of releases that had one currency, and processes of such a release beside the new schema.</summary>
[Collection(PostgresCollection.Name)]
public sealed class CurrencyMigrationTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Guid Fan = Guid.Parse("00000000-0000-7000-8000-000000000006");

    private PostgresDatabase database = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateEmptyDatabaseAsync();
        await database.ApplyAsync([.. Migration.Embedded().Where(migration => migration.Number < 13)]);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Rows_of_an_earlier_release_are_in_the_installations_currency()
    {
        await database.ExecuteAsync("insert into concerts values ($1, 'Concert', 'Hall', '', now())", Guid.Empty);
        await database.ExecuteAsync(
            "insert into schedules values ($1, $2, now(), now(), 60, 4, 0, '{}', now())", Example.Schedule, Guid.Empty);
        await WriteAsOldAsync(version: 1, balance: 500, "charge");
        await database.ExecuteAsync(
            "insert into coupons values ('OLD', 0, 50, now(), now() + interval '1 day', 9, 1, 0, 0, 1)");
        await database.ExecuteAsync(
            "insert into reservations (id, schedule_id, user_id, amount, request_hash, created_at, status, expires_at, "
            + "hold_extended, updated_at, version) values ($1, $2, $3, 5, '', now(), 0, now(), false, now(), 1)",
            Guid.Empty, Example.Schedule, Fan);
        await database.ExecuteAsync("insert into payments values ($1, $2, 5, 0, 1)", Guid.Empty, Fan);

        await database.ApplyAsync(Migration.Embedded());

        var store = database.OpenStore();
        Assert.Equal(new BalanceRow(Fan, 500, 1), await store.LoadBalanceAsync(new(Fan)));
        Assert.Null((await store.LoadLedgerEntryAsync(Fan, "charge"))!.Currency);
        Assert.Null((await store.LoadCouponAsync("OLD"))!.Terms.Currency);
        Assert.Null((await store.LoadSaleTermsAsync(Example.Schedule))!.Currency);
        Assert.Null((await store.LoadReservationAsync(Guid.Empty))!.Reservation.Currency);
        await AssertSoundAsync();
    }

    [Fact]
    public async Task A_process_of_an_earlier_release_writes_the_balance_of_the_installations_currency_alone()
    {
        await database.ApplyAsync(Migration.Embedded());
        var store = database.OpenStore();
        await store.CommitAsync(new Commit
        {
            Balances = [new(Fan, 100, 1), new(Fan, 100, 1, "EUR")],
            Ledger =
            [
                new(Fan, "won", LedgerKind.Charge, 100, 100, null, Example.Now),
                new(Fan, "euro", LedgerKind.Charge, 100, 100, null, Example.Now, "EUR"),
            ],
        });

        await WriteAsOldAsync(version: 2, balance: 130, "more", amount: 30);

        Assert.Equal(new BalanceRow(Fan, 130, 2), await store.LoadBalanceAsync(new(Fan)));
        Assert.Equal(new BalanceRow(Fan, 100, 1, "EUR"), await store.LoadBalanceAsync(new(Fan, "EUR")));
        await AssertSoundAsync();
    }

    /// <summary>With the statements of the release before currencies.</summary>
    private async Task WriteAsOldAsync(long version, long balance, string operation, long? amount = null)
    {
        if (version == 1)
            await database.ExecuteAsync("insert into balances values ($1, $2, $3)", Fan, balance, version);
        else
            await database.ExecuteAsync(
                "update balances t set balance = c.balance, version = c.version "
                + "from (select $1 as user_id, $2 as balance, $3 as version) c "
                + "where t.user_id = c.user_id and t.version = c.version - 1",
                Fan, balance, version);
        await database.ExecuteAsync(
            "insert into ledger (user_id, operation_id, kind, amount, balance_after, reservation_id, at) "
            + "values ($1, $2, 0, $3, $4, null, now())",
            Fan, operation, amount ?? balance, balance);
    }

    private async Task AssertSoundAsync()
    {
        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false });
        var findings = await new Auditor(dataSource).RunAsync();
        Assert.Empty(findings.Where(finding => finding.Check.Invariant == "I2" && finding.Violations > 0)
            .Select(finding => finding.Check.Says));
    }
}
