using Ticketing.Store;
using Ticketing.Tests.Rules.Catalog;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Catalog;

public sealed class PagingTests(PostgresFixture postgres) : CatalogTest(postgres)
{
    private static readonly EventFilter Everything = new(EventTimes.All);

    [Fact]
    public async Task Pages_of_concerts_give_each_once_and_the_newest_first()
    {
        for (var number = 0; number < 10; number++)
        {
            // Several concerts share a moment: then the id decides.
            if (number % 4 == 0) Time.Step(Time.GetUtcNow().AddSeconds(1));
            await Catalog.CreateConcertAsync(new NewConcert($"Night {number}", "Hall", ""));
        }

        var concerts = await AllAsync(request => Catalog.ListConcertsAsync(request, Everything), limit: 3);

        Assert.Equal(11, concerts.Select(concert => concert.Id).Distinct().Count());
        Assert.Equal(11, concerts.Count);
        Assert.Equal(concerts.OrderByDescending(concert => concert.CreatedAt), concerts);
        Assert.Equal(Concert, concerts[^1]);
    }

    [Fact]
    public async Task A_concert_that_comes_meanwhile_moves_nothing()
    {
        await Catalog.CreateConcertAsync(new NewConcert("Second", "Hall", ""));
        var first = (await Catalog.ListConcertsAsync(new PageRequest(Limit: 1), Everything)).Value!;
        Time.Step(Time.GetUtcNow().AddSeconds(1));
        await Catalog.CreateConcertAsync(new NewConcert("Third", "Hall", ""));

        var second = (await Catalog.ListConcertsAsync(new PageRequest(first.NextCursor, 1), Everything)).Value!;

        Assert.Equal(2, first.Items.Concat(second.Items).Select(concert => concert.Id).Distinct().Count());
        Assert.DoesNotContain(second.Items, concert => concert.Title == "Third");
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task Pages_of_schedules_give_each_once_and_the_next_to_start_first()
    {
        for (var number = 0; number < 5; number++)
        {
            await Catalog.CreateScheduleAsync(NewSchedule(Plans.Small) with
            {
                StartsAt = Time.GetUtcNow().AddDays(10 - (number / 2)),
            });
        }

        var schedules = await AllAsync(
            request => Catalog.ListSchedulesAsync(Concert.Id, request, EventTimes.All), limit: 2);

        Assert.Equal(5, schedules.Select(schedule => schedule.Id).Distinct().Count());
        Assert.Equal(schedules.OrderBy(schedule => schedule.StartsAt), schedules);
        Assert.All(schedules, schedule => Assert.Equal(2, schedule.Categories.Length));
    }

    [Fact]
    public async Task Schedules_of_an_unknown_concert_are_not_found()
    {
        Assert.Equal(
            CatalogOutcome.NotFound,
            (await Catalog.ListSchedulesAsync(Guid.NewGuid(), new PageRequest(), EventTimes.All)).Outcome);
        Assert.Empty((await Catalog.ListSchedulesAsync(Concert.Id, new PageRequest(), EventTimes.All)).Value!.Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("AQ")]
    [InlineData("=============================================")]
    [InlineData("AP__________AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AX__________AAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("1; drop table concerts")]
    [InlineData("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0")]
    public async Task A_cursor_that_nobody_gave_is_refused(string cursor)
    {
        var result = await Catalog.ListConcertsAsync(new PageRequest(cursor), Everything);

        Assert.Equal(CatalogOutcome.Invalid, result.Outcome);
        Assert.Equal("cursor", Assert.Single(result.Errors).Path);
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        await Catalog.CreateConcertAsync(new NewConcert("Second", "Hall", ""));
        var cursor = (await Catalog.ListConcertsAsync(new PageRequest(Limit: 1), Everything)).Value!.NextCursor;

        var result = await Catalog.ListSchedulesAsync(Concert.Id, new PageRequest(cursor), EventTimes.All);

        Assert.Equal(CatalogOutcome.Invalid, result.Outcome);
    }

    [Fact]
    public async Task A_cursor_of_another_concert_is_refused()
    {
        var other = (await Catalog.CreateConcertAsync(new NewConcert("Second", "Hall", ""))).Value!;
        await Catalog.CreateScheduleAsync(NewSchedule(Plans.Small));
        await Catalog.CreateScheduleAsync(NewSchedule(Plans.Small));
        var first = await Catalog.ListSchedulesAsync(Concert.Id, new PageRequest(Limit: 1), EventTimes.All);
        var cursor = first.Value!.NextCursor;

        var result = await Catalog.ListSchedulesAsync(other.Id, new PageRequest(cursor), EventTimes.All);

        Assert.Equal(CatalogOutcome.Invalid, result.Outcome);
        Assert.NotNull((await Catalog.ListSchedulesAsync(Concert.Id, new PageRequest(cursor), EventTimes.All)).Value);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(int.MinValue, false)]
    public async Task A_page_has_1_to_100_items(int limit, bool isFine)
    {
        var result = await Catalog.ListConcertsAsync(new PageRequest(Limit: limit), Everything);

        Assert.Equal(isFine ? CatalogOutcome.Done : CatalogOutcome.Invalid, result.Outcome);
    }

    private static async Task<List<T>> AllAsync<T>(
        Func<PageRequest, Task<CatalogResult<Page<T>>>> list, int limit)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            var page = (await list(new PageRequest(cursor, limit))).Value!;
            Assert.InRange(page.Items.Length, 1, limit);
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }
}
