using Ticketing.Events;
using Ticketing.PostProcessing;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

public abstract partial class TicketStoreContract
{
    private static readonly ScheduleStatistics Counts = new(
        Example.Schedule, FansQueued: 1, FansAdmitted: 2, Reserved: 3, Confirmed: 4, Expired: 5, Cancelled: 6,
        SeatsSold: 7, Revenue: 8, LastEventAt: Example.Now);

    [Fact]
    public async Task Statistics_are_loaded_as_they_were_committed()
    {
        Assert.Null(await Store.LoadStatisticsAsync(Example.Schedule));
        var second = new StatisticsRow(
            Counts with { Revenue = 5_000_000_000, LastEventAt = Example.Now.AddHours(1) }, 2);
        var other = new StatisticsRow(new ScheduleStatistics(Guid.NewGuid()), 1);

        await Store.CommitAsync(new Commit { Statistics = [new StatisticsRow(Counts, 1)] });
        await Store.CommitAsync(new Commit { Statistics = [second, other] });

        Assert.Equal(second, await Store.LoadStatisticsAsync(Example.Schedule));
        Assert.Equal(other, await Store.LoadStatisticsAsync(other.Counts.ScheduleId));
    }

    [Fact]
    public async Task Statistics_are_replaced_by_their_next_version_only()
    {
        await AssertConflictAsync(new Commit { Statistics = [new StatisticsRow(Counts, 2)] });
        await Store.CommitAsync(new Commit { Statistics = [new StatisticsRow(Counts, 1)] });

        await AssertConflictAsync(new Commit { Statistics = [new StatisticsRow(Counts, 1)] });
        await AssertConflictAsync(new Commit { Statistics = [new StatisticsRow(Counts, 3)] });

        Assert.Equal(1, (await Store.LoadStatisticsAsync(Example.Schedule))!.Version);
    }

    [Fact]
    public async Task Details_are_kept_whatever_the_order_in_which_their_facets_come()
    {
        var id = Guid.NewGuid();
        DetailsRow[] news =
        [
            new(id, Facet(id, 1), new PaymentFacet(PaymentStatus.Pending, 1)),
            new(id, Facet(id, 2), new PaymentFacet(PaymentStatus.Debiting, 2)),
            new(id, Facet(id, 3), new PaymentFacet(PaymentStatus.Paid, 3)),
            new(id, Tickets: new TicketFacet(TicketStatus.Issued, 1)),
            new(id, Stock: new StockFacet(StockStatus.Decreased, 1)),
        ];
        var expected = ModelRows.Text(new DetailsRow(
            id, news[2].Reservation, news[2].Payment, news[3].Tickets, news[4].Stock));

        foreach (var order in Orders(news))
        {
            var other = Guid.NewGuid();
            foreach (var row in order)
                await Store.CommitAsync(new Commit { Details = [row with { ReservationId = other }] });
            var kept = (await DetailsAsync()).Single(row => row.ReservationId == other);
            Assert.Equal(expected, ModelRows.Text(kept with { ReservationId = id }));
        }
    }

    [Fact]
    public async Task Details_of_an_older_or_the_same_version_change_nothing()
    {
        var id = Guid.NewGuid();
        var kept = new DetailsRow(id, Facet(id, 2), new PaymentFacet(PaymentStatus.Paid, 2));
        await Store.CommitAsync(new Commit { Details = [kept] });

        await Store.CommitAsync(new Commit { Details = [kept with { Reservation = Facet(id, 1) }] });
        await Store.CommitAsync(new Commit { Details = [kept with { Payment = new(PaymentStatus.Pending, 1) }] });
        await Store.CommitAsync(new Commit
        {
            Details = [kept with { Reservation = Facet(id, 2) with { Reason = "of the same version" } }],
        });
        await Store.CommitAsync(new Commit { Details = [new DetailsRow(id)] });

        Assert.Equal(ModelRows.Text(kept), ModelRows.Text(Assert.Single(await DetailsAsync())));
    }

    [Fact]
    public async Task Details_of_one_reservation_in_many_commits_at_once_never_conflict()
    {
        Guid[] ids = [.. Enumerable.Range(0, 5).Select(_ => Guid.NewGuid())];
        var random = new Random(5);

        await Task.WhenAll(Enumerable.Range(1, 300).OrderBy(_ => random.Next()).Select(version =>
            Store.CommitAsync(new Commit
            {
                Details =
                [
                    .. ids.Select(id => new DetailsRow(id, Facet(id, version))),
                    .. ids.Reverse().Select(id => new DetailsRow(
                        id, Payment: new PaymentFacet(PaymentStatus.Debiting, 301 - version))),
                ],
            })));

        var kept = await DetailsAsync();
        Assert.Equal(ids.Order(), kept.Select(row => row.ReservationId).Order());
        Assert.All(kept, row => Assert.Equal((300, 300), (row.Reservation!.Version, row.Payment!.Version)));
    }

    [Fact]
    public async Task What_a_group_has_consumed_is_remembered()
    {
        Guid[] events = [.. Enumerable.Range(0, 400).Select(_ => Guid.NewGuid())];
        await Store.CommitAsync(new Commit
        {
            Consumed = [.. events[..200].Select(id => new ConsumedRow("statistics", id, Example.Now))],
        });

        Assert.Equal(
            events[100..200].Order(), (await Store.LoadConsumedAsync("statistics", events[100..])).Order());
        Assert.Empty(await Store.LoadConsumedAsync("read-model", events));
        Assert.Empty(await Store.LoadConsumedAsync("statistics", []));
    }

    [Fact]
    public async Task An_event_is_consumed_once_by_a_group()
    {
        var id = Guid.NewGuid();
        var others = Enumerable.Range(0, 50).Select(_ => Consume(Guid.NewGuid())).ToArray();

        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => WinsAsync(Consume(id)))
            .Concat(others.Select(WinsAsync)));

        Assert.Equal(1, won.Take(8).Count(yes => yes));
        Assert.All(won.Skip(8), Assert.True);
        await AssertConflictAsync(Consume(id) with { Statistics = [new StatisticsRow(Counts, 1)] });
        var (fresh, twice) = (Consume(Guid.NewGuid()).Consumed, Consume(Guid.NewGuid()).Consumed);
        await AssertConflictAsync(new Commit { Consumed = [.. others[0].Consumed, .. fresh] });
        await AssertConflictAsync(new Commit { Consumed = [.. twice, .. twice] });
        await Store.CommitAsync(new Commit { Consumed = [new ConsumedRow("other", id, Example.Now)] });

        Assert.Null(await Store.LoadStatisticsAsync(Example.Schedule));
        Assert.Empty(await Store.LoadConsumedAsync("statistics", [fresh[0].EventId, twice[0].EventId]));
    }

    private static Commit Consume(Guid id) => new() { Consumed = [new ConsumedRow("statistics", id, Example.Now)] };

    private static ReservationFacet Facet(Guid user, long version) => new(
        Example.Schedule, user, ReservationStatus.Pending,
        [new ReservedSeat("1", "\ud68c\uc7a5 \"A\"", 900), new ReservedSeat("2", "Stalls", 100)], 1_000,
        Example.Now.AddTicks(1_234_560), Example.Now.AddSeconds(version), version == 3 ? "it's over" : null, version);

    private static IEnumerable<DetailsRow[]> Orders(DetailsRow[] rows) => rows.Length < 2
        ? [rows]
        : rows.SelectMany((row, at) =>
            Orders([.. rows[..at], .. rows[(at + 1)..]]).Select(rest => (DetailsRow[])[row, .. rest]));
}
