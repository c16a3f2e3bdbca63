using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Postgres;

public abstract partial class TicketStoreContract
{
    [Fact]
    public async Task Of_many_who_take_the_same_seat_at_once_exactly_one_wins()
    {
        var commits = Enumerable.Range(0, 200).Select(_ => Example.Reserve(1)).ToArray();

        var won = await Task.WhenAll(commits.Select(WinsAsync));

        Assert.Equal(1, won.Count(yes => yes));
        var winner = commits[Array.IndexOf(won, true)].Reservations[0].Id;
        Assert.Equal(winner, (await Store.LoadSeatAsync(Example.SeatKey(1)))!.ReservationId);
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task A_fan_gets_no_more_seats_than_the_limit_however_many_commits_come_at_once()
    {
        var (user, other) = (Guid.NewGuid(), Guid.NewGuid());
        var commits = Enumerable.Range(1, 40).Select(number => Limited(user, number)).ToArray();
        var others = Enumerable.Range(41, 4).Select(number => Limited(other, number)).ToArray();

        var won = await Task.WhenAll(commits.Select(KeepsLimitAsync));
        var allWon = await Task.WhenAll(others.Select(KeepsLimitAsync));

        Assert.Equal(4, won.Count(yes => yes));
        Assert.All(allWon, Assert.True);
        var fan = await Store.LoadFanAsync(new FanKey(Example.Schedule, user));
        Assert.Equal(4, fan.Sum(reservation => reservation.Seats));
    }

    [Fact]
    public async Task Seats_that_a_fan_has_given_back_do_not_count_against_the_limit()
    {
        var user = Guid.NewGuid();
        var made = Limited(user, 1, 2, 3, 4);
        await Store.CommitAsync(made);
        Assert.False(await KeepsLimitAsync(Limited(user, 5)));

        await Store.CommitAsync(new Commit
        {
            Reservations = [made.Reservations[0] with { Status = ReservationStatus.Expired, Version = 2 }],
        });

        Assert.True(await KeepsLimitAsync(Limited(user, 5, 6, 7, 8)));
        Assert.False(await KeepsLimitAsync(Limited(user, 9)));
    }

    private static Commit Limited(Guid user, params int[] seats)
    {
        var row = Example.Reservation(Guid.NewGuid(), seats) with { UserId = user };
        return Example.Reserve(row) with
        {
            FanLimits = [new FanLimitRow(Example.Schedule, user, seats.Length, SeatsPerFan: 4)],
        };
    }

    private async Task<bool> KeepsLimitAsync(Commit commit)
    {
        try
        {
            await Store.CommitAsync(commit);
            return true;
        }
        catch (FanLimitException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_conflict_harms_nobody_else()
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => Store.CommitAsync(Example.Reserve(number))));
        // Numbers 1 to 20 are taken already, the rest is free.
        var numbers = Enumerable.Range(1, 400).OrderBy(number => number * 7_919 % 401).ToArray();

        var won = await Task.WhenAll(numbers.Select(number => WinsAsync(Example.Reserve(number))));

        Assert.All(numbers.Zip(won), pair => Assert.Equal(pair.First > 20, pair.Second));
        Assert.All(
            await Store.LoadSeatSnapshotsAsync(Example.Schedule), seat => Assert.Equal(SeatStatus.Held, seat.Status));
        Assert.Equal(400, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task Overlapping_reservations_never_share_a_seat()
    {
        var random = new Random(20_260_601);
        var commits = Enumerable.Range(0, 300)
            .Select(_ => Example.Reserve([.. Enumerable.Range(1, 60).OrderBy(_ => random.Next()).Take(4)]))
            .ToArray();

        var won = await Task.WhenAll(commits.Select(WinsAsync));

        var sold = commits.Where((_, at) => won[at]).SelectMany(commit => commit.Seats).ToArray();
        Assert.NotEmpty(sold);
        Assert.Equal(sold.Length, sold.DistinctBy(seat => seat.Key).Count());
        foreach (var seat in sold)
            Assert.Equal(seat.ReservationId, (await Store.LoadSeatAsync(seat.Key))!.ReservationId);
        Assert.Equal(
            sold.Length,
            (await Store.LoadSeatSnapshotsAsync(Example.Schedule)).Count(seat => seat.Status == SeatStatus.Held));
    }

    [Fact]
    public async Task Versions_handed_in_at_once_are_written_in_their_order_or_refused()
    {
        var user = Guid.NewGuid();
        var versions = Enumerable.Range(1, 100).ToArray();

        var won = await Task.WhenAll(versions.Select(version =>
            WinsAsync(new Commit { Balances = [new BalanceRow(user, version, version)] })));

        var last = (await Store.LoadBalanceAsync(new(user)))!.Version;
        Assert.True(won[0]);
        Assert.Equal(versions[..(int)last], versions.Where((_, at) => won[at]));
    }

    [Fact]
    public async Task Writers_that_meet_in_opposite_order_all_come_to_an_end()
    {
        var users = Enumerable.Range(0, 40).Select(_ => Guid.NewGuid()).ToArray();
        await Store.CommitAsync(new Commit { Balances = [.. users.Select(user => new BalanceRow(user, 0, 1))] });

        // Every commit names all users, half of them in reverse: the second commit finds another version.
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(at => WinsAsync(new Commit
        {
            Balances = [.. (at % 2 == 0 ? users : users.Reverse()).Select(user => new BalanceRow(user, at, 2))],
        })));

        Assert.Equal(1, outcomes.Count(won => won));
    }

    [Fact]
    public async Task Events_of_one_key_keep_the_order_of_their_commits()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async key =>
        {
            for (var number = 0; number < 10; number++)
                await Store.CommitAsync(new Commit { Events = [Example.Event($"key {key}", $"{number}")] });
        }));
        await Store.CommitAsync(new Commit
        {
            Events = [.. Enumerable.Range(0, 100).Select(number => Example.Event("many", $"{number}"))],
        });

        var byKey = (await EventsAsync()).ToLookup(item => item.Key, item => int.Parse(item.Payload));
        Assert.Equal(41, byKey.Count);
        Assert.All(byKey, key => Assert.Equal(Enumerable.Range(0, key.Count()), key));
    }

    private async Task<bool> WinsAsync(Commit commit)
    {
        try
        {
            await Store.CommitAsync(commit);
            return true;
        }
        catch (CommitConflictException)
        {
            return false;
        }
    }
}
