using Npgsql;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>Sales with coupons of releases that counted the price as revenue.</summary>
[Collection(PostgresCollection.Name)]
public sealed class MoneyMigrationTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Discounts_are_taken_off_the_revenue()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync();
        await database.ApplyAsync([.. Migration.Embedded().Where(migration => migration.Number < 8)]);
        await database.ExecuteAsync(
            """
            create temporary table sales as select gen_random_uuid() as id, * from (values
                (2, 2, 2000, 1000, 'HALF'), (2, 2, 500, 500, null), (3, 5, 700, 300, 'HALF'), (2, 2, 50, 50, 'LITTLE'))
                v(status, payment, amount, charged, coupon);
            insert into reservations (id, schedule_id, user_id, amount, request_hash, created_at, status, expires_at,
                hold_extended, updated_at, version)
            select id, '0197a000-0000-7000-8000-00000000000c', id, amount, '', now(), status, now(), false, now(), 3
            from sales;
            insert into payments (reservation_id, user_id, amount, status, version, order_id, coupon_code, charged)
            select id, id, amount, payment, 3, id, coupon, charged from sales;
            insert into schedule_statistics
                values ('0197a000-0000-7000-8000-00000000000c', 0, 0, 4, 4, 0, 1, 3, 2550, now(), 7)
            """);

        await database.ApplyAsync(Migration.Embedded());

        Assert.Equal(1_550L, await ScalarAsync(database, "select revenue from schedule_statistics where version = 8"));
    }

    private static async Task<object?> ScalarAsync(PostgresDatabase database, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false });
        await using var command = dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
