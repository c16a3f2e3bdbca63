using System.Diagnostics;
using Ticketing.Store;
using Ticketing.Tests.Rules.Catalog;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Catalog;

/// <summary>Lists by words and by time.</summary>
public sealed class SearchTests(PostgresFixture postgres, ITestOutputHelper output) : CatalogTest(postgres)
{
    [Theory]
    [InlineData("café del mar", "Café del Mar")]
    [InlineData("CAFE", "Café del Mar")]
    [InlineData("cafe\u0301", "Café del Mar")]
    [InlineData("mar theatre", "Café del Mar")] // a word of the title and one of the venue
    [InlineData("  del   caf ", "Café del Mar")]
    [InlineData("МОСКВА", "Вечер в Москва")]
    [InlineData("strasse", "Große Straße")]
    [InlineData("GROSSE", "Große Straße")]
    [InlineData("rock", "ＲＯＣＫ night")]
    [InlineData("smorrebrod", "Smørrebrød 50% off_now")]
    [InlineData("50%", "Smørrebrød 50% off_now")]
    [InlineData("off_now", "Smørrebrød 50% off_now")]
    public async Task A_concert_is_found_by_words_in_any_case_and_with_or_without_accents(string search, string title)
    {
        foreach (var (name, venue) in new[]
        {
            ("Cafe\u0301 del Mar", "Théâtre"), ("Вечер в Москва", "Зал"), ("Große Straße", "Halle"),
            ("ＲＯＣＫ night", "Arena"), ("Smørrebrød 50% off_now", "Hall"),
        })
        {
            await Catalog.CreateConcertAsync(new NewConcert(name, venue, ""));
        }

        var found = Assert.Single(await FoundAsync(search));

        Assert.Equal(title, found.Title.Replace("e\u0301", "é"));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    [InlineData("quartett")]
    [InlineData("quartet hall")]
    public async Task Words_are_taken_as_they_are(string search) => Assert.Empty(await FoundAsync(search));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("quartet")]
    public async Task Without_words_nothing_is_left_out(string? search) => Assert.Single(await FoundAsync(search));

    [Fact]
    public async Task A_row_of_an_older_process_is_found_too()
    {
        await Database.ExecuteAsync("update concerts set title = 'Élan', search = null");

        Assert.Single(await FoundAsync("elan"));
    }

    [Fact]
    public async Task A_search_is_bounded_in_characters()
    {
        Assert.Equal(
            "search",
            Assert.Single((await Catalog.ListConcertsAsync(
                new PageRequest(), new EventFilter(Search: new string('x', 101)))).Errors).Path);
        Assert.Empty(await FoundAsync(string.Concat(Enumerable.Repeat("🎸", 100))));
    }

    [Fact]
    public async Task A_concert_is_to_come_until_its_last_date_has_begun()
    {
        var later = await AddDateAsync(TimeSpan.FromDays(2));
        var sooner = await AddDateAsync(TimeSpan.FromDays(1));

        Assert.Equal((1, 0, 1), await CountAsync());
        Assert.Equal([sooner, later], await DatesAsync(EventTimes.Upcoming));

        Time.Step(Time.GetUtcNow().AddDays(1));
        Assert.Equal((1, 0, 1), await CountAsync());
        Assert.Equal([later], await DatesAsync(EventTimes.Upcoming));
        Assert.Equal([sooner], await DatesAsync(EventTimes.Past));

        Time.Step(Time.GetUtcNow().AddDays(1));
        Assert.Equal((0, 1, 1), await CountAsync());
        Assert.Equal([sooner, later], await DatesAsync(EventTimes.All));
    }

    [Fact]
    public async Task A_concert_without_a_date_is_announced_and_not_past() =>
        Assert.Equal((1, 0, 1), await CountAsync());

    [Fact]
    public async Task Pages_of_a_search_meet_without_a_gap_and_a_cursor_is_good_for_its_search_only()
    {
        for (var number = 0; number < 9; number++)
        {
            Time.Step(Time.GetUtcNow().AddSeconds(1));
            await Catalog.CreateConcertAsync(new NewConcert(number % 2 == 0 ? $"Jazz {number}" : "Other", "Hall", ""));
        }

        var jazz = new EventFilter(Search: "jazz");
        var first = (await Catalog.ListConcertsAsync(new PageRequest(Limit: 2), jazz)).Value!;
        var rest = (await Catalog.ListConcertsAsync(new PageRequest(first.NextCursor, 4), jazz)).Value!;

        Assert.Equal(
            ["Jazz 8", "Jazz 6", "Jazz 4", "Jazz 2", "Jazz 0"],
            first.Items.Concat(rest.Items).Select(concert => concert.Title));
        Assert.Null(rest.NextCursor);
        foreach (var other in new EventFilter[] { new(), new(Search: "jaz"), new(EventTimes.All, "jazz") })
        {
            var refused = await Catalog.ListConcertsAsync(new PageRequest(first.NextCursor), other);
            Assert.Equal("cursor", Assert.Single(refused.Errors).Path);
        }

        var plain = (await Catalog.ListConcertsAsync(new PageRequest(Limit: 1), new EventFilter())).Value!.NextCursor;
        Assert.Equal(
            CatalogOutcome.Invalid, (await Catalog.ListConcertsAsync(new PageRequest(plain), jazz)).Outcome);
    }

    [Fact]
    public async Task Ten_thousand_concerts_are_searched_at_once()
    {
        await Database.ExecuteAsync(
            """
            insert into concerts (id, title, venue, description, created_at, search)
            select gen_random_uuid(), 'Concert ' || n, 'Venue ' || n % 100, repeat('long text ', 100),
                now() - n * interval '1 minute', case when n % 2 = 0 then 'concert ' || n || ' venue ' || n % 100 end
            from generate_series(1, 10000) n
            """);
        await Database.ExecuteAsync(
            """
            insert into schedules (id, concert_id, starts_at, opens_at, hold_seconds, seats_per_fan, seat_count, plan,
                created_at)
            select gen_random_uuid(), id, '1990-01-01', '1989-01-01', 60, 4, 0, '{}', now()
            from concerts where title like 'Concert %' and title <> 'Concert 9999'
            """);
        await Database.ExecuteAsync("analyze");

        foreach (var (search, when, found) in new[]
        {
            ("concert 9999", EventTimes.Upcoming, 1), ("nowhere", EventTimes.All, 0), (null, EventTimes.Upcoming, 2),
            ("venue 7", EventTimes.Past, 20), (null, EventTimes.Past, 20),
        })
        {
            var clock = Stopwatch.StartNew();
            var page = (await Catalog.ListConcertsAsync(new PageRequest(), new EventFilter(when, search))).Value!;
            output.WriteLine($"'{search}', {when}: {clock.ElapsedMilliseconds} ms");
            Assert.Equal(found, page.Items.Length);
        }
    }

    private async Task<IReadOnlyList<Concert>> FoundAsync(string? search) =>
        (await Catalog.ListConcertsAsync(new PageRequest(), new EventFilter(Search: search))).Value!.Items;

    private async Task<Guid> AddDateAsync(TimeSpan ahead) => (await Catalog.CreateScheduleAsync(
        NewSchedule(Plans.Small) with { StartsAt = Time.GetUtcNow() + ahead })).Value!.Id;

    private async Task<Guid[]> DatesAsync(EventTimes when) =>
        [.. (await Catalog.ListSchedulesAsync(Concert.Id, new PageRequest(), when)).Value!.Items.Select(one => one.Id)];

    private async Task<(int Upcoming, int Past, int All)> CountAsync()
    {
        var counts = new List<int>();
        foreach (var when in new[] { EventTimes.Upcoming, EventTimes.Past, EventTimes.All })
        {
            var page = (await Catalog.ListConcertsAsync(new PageRequest(), new EventFilter(when))).Value!;
            counts.Add(page.Items.Length);
        }

        return (counts[0], counts[1], counts[2]);
    }
}
