using Npgsql;
using Ticketing.Store;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>A sound database passes, and each kind of damage is found by the check for it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class AuditTests(PostgresFixture postgres) : IAsyncLifetime
{
    private PostgresDatabase database = null!;
    private NpgsqlDataSource dataSource = null!;

    public async Task InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false });
        await AuditedSale.WriteAsync(database);
    }

    public async Task DisposeAsync()
    {
        await dataSource.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_sound_sale_passes() => Assert.Empty(await ViolationsAsync());

    [Theory]
    [InlineData("I3 a hold has no more renewals", "update reservations set renewals_allowed = 1, renewals = 'one two'")]
    [InlineData("I3 a hold has no more renewals", "update reservations set renewals_allowed = 11")]
    [InlineData("I3 a hold has no more renewals", "update reservations set renewals_allowed = 1, hold_seconds = 3601")]
    [InlineData("I3 a hold has no more renewals", "update reservations set renewals_allowed = 1, hold_seconds = 60; "
        + "update schedules set starts_at = '2026-06-01 12:01:59Z'")]
    [InlineData("I3 a live hold ends", "update reservations set expires_at = expires_at + interval '1 second'")]
    [InlineData("I3 a live hold ends", "update reservations set renewals_allowed = 1, renewals = 'one'")]
    [InlineData("I3 a live hold ends", "update reservations set status = 1, held_until = expires_at - interval '1 s' "
        + "where status = 0; update payments set status = 1 where status = 0")]
    public Task Damage_to_holds_is_found(string check, string damage) => Damage_is_found(check, damage);

    [Theory]
    [InlineData("update reservations set renewals_allowed = 2, renewals = 'one two', "
        + "expires_at = expires_at + interval '360 s' where status = 0")]
    [InlineData("update reservations set status = 1, held_until = expires_at, "
        + "expires_at = expires_at + interval '60 s' where status = 0; "
        + "update payments set status = 1 where status = 0; "
        + "update reservation_details set status = 1, payment_status = 1 where status = 0")]
    [InlineData("update reservations set hold_seconds = null, expires_at = now() where status = 0")]
    public async Task Renewed_and_paid_holds_and_those_of_older_releases_pass(string step)
    {
        await database.ExecuteAsync(step);

        Assert.Empty(await ViolationsAsync());
    }

    [Theory]
    [InlineData("I1 a taken seat",
        "update seats set status = 1, reservation_id = gen_random_uuid() where seat_id = '9'")]
    [InlineData("I1 a taken seat",
        "update seats set status = 2, reservation_id = '00000000-0000-7000-8000-000000000003' where seat_id = '4'")]
    [InlineData("I1 a seat is in at most one", "update reservation_seats set seat_id = '1' where seat_id = '3'")]
    [InlineData("I1 no two sold",
        "insert into tickets select gen_random_uuid(), reservation_id, order_id, schedule_id, user_id, 7, seat_id, "
        + "category, '', issued_at, false, null, null, 1 from tickets where ordinal = 0")]
    [InlineData("I1 a seat that is to be blocked",
        "update seats set block_wanted_at = '2000-01-01' where seat_id = '1'")]
    [InlineData("I1 a seat that is to be blocked", "update seats set block_wanted_at = now() where seat_id = '9'")]
    [InlineData("I2 a balance is the sum", "update balances set balance = balance + 1")]
    [InlineData("I2 a balance is never", "alter table balances drop constraint balances_balance_check; "
        + "update balances set balance = -1")]
    [InlineData("I2 a balance is the sum", "insert into currency_balances values (gen_random_uuid(), 'EUR', 5, 1)")]
    [InlineData("I2 a balance is the sum", "update ledger set currency = 'EUR' where kind = 0")]
    [InlineData("I2 a balance is never", "alter table currency_balances "
        + "drop constraint currency_balances_balance_check; "
        + "insert into currency_balances values (gen_random_uuid(), 'EUR', -1, 1)")]
    [InlineData("I2 money in the installation's", "insert into installation (currency) values ('EUR'); "
        + "insert into currency_balances values (gen_random_uuid(), 'EUR', 0, 1)")]
    [InlineData("I2 money in the installation's", "insert into installation (currency) values ('EUR'); "
        + "update ledger set currency = 'EUR' where kind = 0")]
    [InlineData("I2 the money of a reservation", "update ledger set currency = 'EUR' where kind = 1")]
    [InlineData("I2 the money of a reservation", "update orders set currency = 'EUR'")]
    [InlineData("I2 the money of a reservation", "update reservations set currency = 'EUR'")]
    [InlineData("I2 the money of a reservation", "update schedules set currency = 'EUR'")]
    [InlineData("I2 a paid reservation", "delete from ledger where kind = 1")]
    [InlineData("I2 a paid reservation", "insert into ledger (user_id, operation_id, kind, amount, balance_after, "
        + "reservation_id, at) select user_id, 'again', 1, amount, 0, reservation_id, at from ledger where kind = 1")]
    [InlineData("I2 a paid reservation", "update ledger set reservation_id = '00000000-0000-7000-8000-000000000003' "
        + "where kind = 1")]
    [InlineData("I2 an order", "update ledger set amount = -10000 where kind = 1")]
    [InlineData("I2 an order", "update orders set status = 9")]
    [InlineData("I3 every seat of a live", "update seats set status = 1 where seat_id = '1'")]
    [InlineData("I3 every seat of a live", "update seats set status = 0, reservation_id = null where seat_id = '3'")]
    [InlineData("I3 a reservation and its payment", "update payments set status = 1 where status = 2")]
    [InlineData("I3 a reservation and its payment", "delete from payments")]
    [InlineData("I3 a reservation costs", "delete from reservation_seats where seat_id = '2'")]
    [InlineData("I3 a reservation and the order", "delete from orders")]
    [InlineData("I3 a reservation and the order", "update orders set status = 6")]
    [InlineData("I3 a reservation and the order", "update orders set amount = amount + 1")]
    [InlineData("I3 a sold reservation", "update tickets set is_cancelled = true where ordinal = 0")]
    [InlineData("I3 a sold reservation", "update tickets set seat_id = '9' where ordinal = 0")]
    [InlineData("I3 the reservation of a used ticket", "update tickets set used_at = now(), used_gate = 'North'; "
        + "update reservations set status = 3 where status = 2; update payments set status = 4 where status = 2")]
    [InlineData("I3 the reservation of a used ticket", "update tickets set used_at = now(), used_gate = 'North'; "
        + "update payments set status = 3 where status = 2")]
    [InlineData("I3 a cancelled ticket", "alter table tickets drop constraint tickets_used_stay; "
        + "update tickets set used_at = now(), used_gate = 'North', is_cancelled = true where ordinal = 0")]
    [InlineData("I3 a reservation that has ended", "update tickets set "
        + "reservation_id = '00000000-0000-7000-8000-000000000003'")]
    public Task Damage_to_seats_money_and_reservations_is_found(string check, string damage) =>
        Damage_is_found(check, damage);

    [Theory]
    [InlineData("the journal has every change", "delete from journal where debit = 1")]
    [InlineData("the journal has every change", "update journal set amount = 9501 where debit = 2")]
    [InlineData("the journal has every change", "update journal set currency = 'EUR' where debit = 2")]
    [InlineData("the journal has every change",
        "insert into journal values (gen_random_uuid(), 1, 2, 5, null, 2, null, now())")]
    [InlineData("the journal has the price", "delete from journal where debit = 5")]
    [InlineData("the journal has the price", "delete from journal where schedule_id is not null")]
    [InlineData("the journal has the price", "update journal set amount = 9501 where debit = 3")]
    [InlineData("the journal has the price", "update journal set currency = 'EUR' where debit = 3")]
    [InlineData("the journal has the price", "update journal set schedule_id = gen_random_uuid() where debit = 3")]
    [InlineData("the journal has the price", "update reservations set status = 3 where status = 2")]
    [InlineData("every sale in the journal",
        "insert into journal select gen_random_uuid(), 3, 4, 5, null, 1, schedule_id, at from journal where debit = 3")]
    [InlineData("an order that has ended", "delete from journal where debit = 3")]
    [InlineData("an order that has ended",
        "insert into journal select id, 2, 3, 5, null, 1, null, now() from orders where status = 6")]
    public Task Damage_to_the_journal_is_found(string check, string damage) =>
        Damage_is_found(
            $"I8 {check}",
            $"""
            alter table journal disable trigger keep_journal;
            {damage};
            alter table journal enable trigger keep_journal
            """);

    [Theory]
    [InlineData("update journal set amount = 1")]
    [InlineData("delete from journal")]
    [InlineData("truncate journal")]
    public async Task The_journal_cannot_be_changed(string change)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(change));

        Assert.Contains("never changed", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I4 the read model", "update reservation_details set reservation_version = 1")]
    [InlineData("I4 the read model", "delete from reservation_details where status = 0")]
    [InlineData("I4 every reservation is", "update schedule_statistics set reserved = 4")]
    [InlineData("I4 every reservation that has ended", "update schedule_statistics set expired = 2")]
    [InlineData("I4 every reservation that has ended", "update schedule_statistics set cancelled = 1")]
    [InlineData("I4 the revenue", "update schedule_statistics set revenue = 10000")]
    [InlineData("I4 an order", "update orders set status = 2")]
    public async Task Damage_is_found(string check, string damage)
    {
        await database.ExecuteAsync(damage);

        Assert.Contains(
            await ViolationsAsync(), violation => violation.StartsWith(check, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("I6 no more is allocated",
        "alter table stock drop constraint stock_check; update stock set capacity = 1")]
    [InlineData("I6 stock counts", "update stock set allocated = 1 where category = 'Stalls'")]
    [InlineData("I6 stock counts", "delete from stock_takes where status = 1")]
    [InlineData("I6 what is sold", "update stock_takes set quantity = 1 where status = 1")]
    [InlineData("I6 what is sold", "delete from tickets where ordinal = 1")]
    [InlineData("I6 an order that has ended", "update stock_takes set status = 0")]
    [InlineData("I6 a reservation that has ended", "update stock_takes set status = 0, take_id = reservation_id "
        + "where status = 2")]
    [InlineData("I6 a reservation of general admission", "update reservation_seats set seat_id = '' "
        + "where seat_id = '3'")]
    [InlineData("I6 a complete order", "update coupon_uses set status = 1; update coupons set used = 0")]
    [InlineData("I6 general admission", "insert into stock_takes select schedule_id, 'Stalls', schedule_id, "
        + "schedule_id, 0, 0, now() - interval '1 hour', 1 from schedule_statistics")]
    [InlineData("I6 a coupon counts", "update coupons set used = 2")]
    [InlineData("I6 a coupon that is counted", "update coupon_uses set discount = 0, "
        + "at = now() + interval '2 days'")]
    [InlineData("I6 an order that failed", "update coupon_uses set order_id = '00000000-0000-7000-8000-000000000005'")]
    [InlineData("I7 no fan has more seats", "insert into fan_limits select schedule_id, user_id, 1, 1 "
        + "from reservations where status = 2")]
    public Task Damage_to_stock_coupons_and_limits_is_found(string check, string damage) =>
        Damage_is_found(check, damage);

    [Theory]
    [InlineData("update reservation_details set reservation_version = 1")]
    [InlineData("update orders set status = 3; delete from stock_takes where status = 1; "
        + "insert into stock_takes select schedule_id, 'Stalls', '00000000-0000-7000-8000-000000000004', "
        + "'00000000-0000-7000-8000-000000000001', 2, 0, now(), 1 from schedule_statistics; "
        + "update stock set allocated = 2, sold = 0 where category = 'Stalls'; delete from tickets")]
    public async Task What_is_under_way_is_no_damage(string step)
    {
        await database.ExecuteAsync(step);
        Assert.NotEmpty(await ViolationsAsync());

        foreach (var key in new[] { AuditedSale.Sold, AuditedSale.Pending, AuditedSale.Ended })
            await database.ExecuteAsync(
                "insert into outbox (shard, event_id, topic, key, payload, occurred_at) "
                + "values (0, gen_random_uuid(), 'reservation.changed', $1, '{}', now())",
                key.ToString());

        Assert.Empty(await ViolationsAsync());
    }

    [Fact]
    public async Task What_changed_just_now_may_still_be_under_way_outside_the_database()
    {
        await database.ExecuteAsync("update reservation_details set reservation_version = 1");
        Assert.NotEmpty(await ViolationsAsync());

        await database.ExecuteAsync("update reservations set updated_at = now()");

        Assert.Empty(await ViolationsAsync());
    }

    [Fact]
    public async Task The_first_offenders_are_named_and_all_are_counted()
    {
        for (var user = 0; user < 25; user++)
            await database.ExecuteAsync("insert into balances values ($1, 5, 1)", Guid.NewGuid());

        var finding = (await new Auditor(dataSource).RunAsync()).Single(finding => finding.Violations > 0);

        Assert.Equal((25, Auditor.MaxOffenders), (finding.Violations, finding.Offenders.Length));
        Assert.All(finding.Offenders, offender => Assert.True(Guid.TryParse(offender, out _)));
    }

    private async Task<IReadOnlyList<string>> ViolationsAsync() =>
    [
        .. (await new Auditor(dataSource).RunAsync())
            .Where(finding => finding.Violations > 0)
            .Select(finding =>
                $"{finding.Check.Invariant} {finding.Check.Says}: {string.Join(", ", finding.Offenders)}"),
    ];
}
