using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Postgres;

public abstract partial class TicketStoreContract
{
    private const int Joins = 500;

    [Fact]
    public async Task Five_hundred_fans_join_by_one_commit()
    {
        var places = Enumerable.Range(1, Joins).Select(number => Example.Place(number)).ToArray();

        await Store.CommitAsync(new Commit { Queues = [Joined(version: 2)], Places = [.. places] });
        await AssertConflictAsync(new Commit
        {
            Queues = [Joined(version: 3)],
            Places = [Example.Place(Joins + 1), .. places.Select(place => place with { Version = 3 })],
        });

        Assert.Equal(Joined(version: 2), (await Store.LoadQueueAsync(Example.Schedule))!.Queue with { DrawKey = [] });
        var loaded = await Store.LoadPlacesAsync(Example.Schedule, [.. places.Select(place => place.UserId)]);
        Assert.Equal(places, loaded.OrderBy(place => place.Number));
        Assert.Empty(await Store.LoadPlacesByNumberAsync(Example.Schedule, [Joins + 1]));
    }

    [Fact]
    public async Task Of_two_activations_that_give_the_same_numbers_exactly_one_wins()
    {
        // Without the queue's row the numbers alone decide; with it, its version does.
        foreach (var withQueue in new[] { false, true })
        {
            var first = withQueue ? Joins + 1 : 1;
            var commits = Enumerable.Range(0, 20).Select(_ => new Commit
            {
                Queues = withQueue ? [Joined(version: 2)] : [],
                Places = [.. Enumerable.Range(first, Joins).Select(number => Example.Place(number))],
            }).ToArray();

            var won = await Task.WhenAll(commits.Select(WinsAsync));

            var winner = commits[Array.IndexOf(won, true)];
            Assert.Equal(1, won.Count(yes => yes));
            var held = await Store.LoadPlacesByNumberAsync(
                Example.Schedule, [.. winner.Places.Select(place => place.Number)]);
            Assert.Equal(winner.Places, held.OrderBy(place => place.Number));
        }
    }

    [Fact]
    public async Task A_fan_who_joins_many_times_at_once_has_one_place()
    {
        var user = Guid.NewGuid();

        var won = await Task.WhenAll(Enumerable.Range(1, 100).Select(number =>
            WinsAsync(new Commit { Places = [Example.Place(number) with { UserId = user }] })));

        var place = Assert.Single(await Store.LoadPlacesAsync(Example.Schedule, [user]));
        Assert.Equal([place.Number], Enumerable.Range(1, 100).Where((_, at) => won[at]).Select(number => (long)number));
    }

    [Fact]
    public async Task A_conflict_of_a_queue_harms_no_other_queue()
    {
        var schedules = Enumerable.Range(0, 20).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var schedule in schedules)
            await SeedAsync(Example.Terms with { ScheduleId = schedule }, [], new QueueSettings());

        var won = await Task.WhenAll(schedules.Append(Guid.NewGuid()).Select(schedule => WinsAsync(new Commit
        {
            Queues = [Example.Queue(version: 2) with { ScheduleId = schedule, LastNumber = 50, Waiting = 50 }],
            Places = [.. Enumerable.Range(1, 50).Select(at => Example.Place(at) with { ScheduleId = schedule })],
        })));

        Assert.Equal(schedules.Select(_ => true).Append(false), won);
    }

    [Fact]
    public async Task Due_are_queues_where_somebody_may_be_admitted_and_those_with_a_deadline_that_passed()
    {
        var now = Example.Now;
        var waiting = await QueueAsync(Example.Queue(2) with { LastNumber = 1, Waiting = 1 });
        var late = await QueueAsync(Example.Queue(2), Example.Place(1, PlaceStatus.Active) with { Until = now });
        var lateAfterTheEvent = await QueueAsync(
            Example.Queue(2), Example.Place(1, PlaceStatus.Admitted) with { Until = now }, startsAt: now);

        // Not due: empty, time left, ended, switched off, paused, before the opening, or the event has begun.
        await QueueAsync(Example.Queue(2));
        await QueueAsync(
            Example.Queue(2), Example.Place(1, PlaceStatus.Admitted) with { Until = now.AddMilliseconds(1) });
        await QueueAsync(Example.Queue(2), Example.Place(1, PlaceStatus.Missed));
        await QueueAsync(Example.Queue(2) with { LastNumber = 1, Waiting = 1, Settings = QueueSettings.Off });
        await QueueAsync(Example.Queue(2) with { LastNumber = 1, Waiting = 1, Settings = new(Paused: true) });
        await QueueAsync(
            Example.Queue(2) with { LastNumber = 1, Waiting = 1 }, opensAt: now.AddSeconds(1));
        await QueueAsync(Example.Queue(2) with { LastNumber = 1, Waiting = 1 }, startsAt: now);

        var due = new[] { waiting, late, lateAfterTheEvent }.ToHashSet();
        Assert.Equal(due, (await Store.FindDueQueuesAsync(now, 10)).ToHashSet());
        for (var call = 0; call < 1_000 && due.Count > 0; call++)
            due.Remove(Assert.Single(await Store.FindDueQueuesAsync(now, 1)));
        Assert.Empty(due);
    }

    [Fact]
    public async Task A_reservation_remembers_the_number_of_its_turn()
    {
        var reservation = Example.Reservation(Guid.NewGuid(), 1) with { QueueNumber = 1_234_567_890_123 };
        await Store.CommitAsync(Example.Reserve(reservation));
        await Store.CommitAsync(new Commit { Reservations = [reservation with { QueueNumber = 7, Version = 2 }] });
        var without = Example.Reservation(Guid.NewGuid(), 2);
        await Store.CommitAsync(Example.Reserve(without));

        Assert.Equal(
            reservation.QueueNumber, (await Store.LoadReservationAsync(reservation.Id))!.Reservation.QueueNumber);
        Assert.Null((await Store.LoadReservationAsync(without.Id))!.Reservation.QueueNumber);
    }

    private static QueueRow Joined(long version) =>
        Example.Queue(version) with { LastNumber = Joins, Waiting = Joins, DrawKey = [] };

    /// <summary>Seeds a schedule with this queue. Returns its id.</summary>
    private async Task<Guid> QueueAsync(
        QueueRow queue, PlaceRow? place = null, DateTimeOffset? startsAt = null, DateTimeOffset? opensAt = null)
    {
        var id = Guid.NewGuid();
        var terms = Example.Terms with
        {
            ScheduleId = id,
            OpensAt = opensAt ?? Example.Terms.OpensAt,
            StartsAt = startsAt ?? Example.Terms.StartsAt,
        };
        await SeedAsync(terms, []);
        await Store.CommitAsync(new Commit
        {
            Queues = [queue with { ScheduleId = id }],
            Places = place is null ? [] : [place with { ScheduleId = id }],
        });
        return id;
    }
}
