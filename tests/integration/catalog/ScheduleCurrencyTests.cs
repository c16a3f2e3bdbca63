using Ticketing.Store;
using Ticketing.Tests.Rules.Catalog;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Catalog;

public sealed class ScheduleCurrencyTests(PostgresFixture postgres) : CatalogTest(postgres)
{
    [Fact]
    public async Task A_schedule_keeps_its_time_zone_and_currency()
    {
        var asked = NewSchedule(Plans.Small) with { Id = Guid.NewGuid(), Currency = "EUR" };
        var made = (await Catalog.CreateScheduleAsync(asked)).Value!;

        var read = (await Catalog.GetScheduleAsync(made.Id))!;
        Assert.Equal(("EUR", "Europe/Vienna"), (read.Currency, read.Settings.TimeZone));
        Assert.Equal("EUR", (await Database.OpenStore().LoadSaleTermsAsync(made.Id))!.Currency);
        Assert.Equal(CatalogOutcome.Done, (await Catalog.CreateScheduleAsync(asked)).Outcome);
        Assert.Equal(
            CatalogOutcome.IdTaken, (await Catalog.CreateScheduleAsync(asked with { Currency = "KRW" })).Outcome);
        Assert.Equal(
            CatalogOutcome.IdTaken,
            (await Catalog.CreateScheduleAsync(asked with { Settings = Settings with { TimeZone = "UTC" } })).Outcome);
    }

    [Fact]
    public async Task The_installations_currency_is_stored_as_nothing_whether_it_was_named_or_not()
    {
        var named = (await Catalog.CreateScheduleAsync(NewSchedule(Plans.Small) with { Currency = "KRW" })).Value!;
        var unnamed = await CreateSmallAsync();

        Assert.Equal(("KRW", "KRW"), (named.Currency, unnamed.Currency));
        Assert.Null((await Database.OpenStore().LoadSaleTermsAsync(named.Id))!.Currency);
        Assert.Equal(2, await Database.ScalarAsync<long>("select count(*) from schedules where currency is null"));
    }

    [Fact]
    public async Task A_schedule_of_an_earlier_release_has_the_installations_time_zone_and_currency()
    {
        var id = (await CreateSmallAsync()).Id;
        await Database.ExecuteAsync("update schedules set time_zone = null, currency = null");

        var read = (await Catalog.GetScheduleAsync(id))!;
        var listed = (await Catalog.ListSchedulesAsync(Concert.Id, new PageRequest(), EventTimes.All)).Value!;

        Assert.Equal(("KRW", "Asia/Seoul"), (read.Currency, read.Settings.TimeZone));
        Assert.Equal(read.Settings, Assert.Single(listed.Items).Settings);
    }

    [Fact]
    public async Task A_name_that_is_no_time_zone_or_currency_is_refused()
    {
        var wrong = NewSchedule(Plans.Small) with
        {
            Currency = "WON",
            Settings = Settings with { TimeZone = "Seoul" },
        };

        var refused = await Catalog.CreateScheduleAsync(wrong);
        var changed = await Catalog.UpdateScheduleAsync(
            (await CreateSmallAsync()).Id, Settings with { TimeZone = "Seoul" }, expectedVersion: 1);

        Assert.Equal(["$.timeZone", "$.currency"], refused.Errors.Select(error => error.Path));
        Assert.Equal("$.timeZone", Assert.Single(changed.Errors).Path);
    }
}
