using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Postgres;

public abstract partial class TicketStoreContract
{
    [Fact]
    public async Task A_queue_is_made_with_its_schedule()
    {
        var settings = new QueueSettings(MaxActive: 7, PacePerSecond: 3, Draws: true);
        var (with, without) = (Guid.NewGuid(), Example.Schedule);
        await SeedAsync(Example.Terms with { ScheduleId = with }, [], settings);

        var queue = (await Store.LoadQueueAsync(with))!.Queue;
        Assert.Equal(settings, queue.Settings);
        Assert.Equal((0, 0, 1, null), (queue.LastNumber, queue.AdmittedThrough, queue.Version, queue.DrawnEntries));
        Assert.Equal((0, 0, 0), (queue.Waiting, queue.Served, queue.Abandoned));
        Assert.Equal(Limits.DrawKeyBytes, queue.DrawKey.Length);
        Assert.True((await Store.LoadSaleTermsAsync(with))!.HasQueue);

        Assert.Equal(QueueSettings.Off, (await Store.LoadQueueAsync(without))!.Queue.Settings);
        Assert.Empty((await Store.LoadQueueAsync(without))!.Queue.DrawKey);
        Assert.False((await Store.LoadSaleTermsAsync(without))!.HasQueue);
        Assert.Null(await Store.LoadQueueAsync(Guid.NewGuid()));
    }

    [Fact]
    public async Task A_queue_is_loaded_as_it_was_committed_with_those_present()
    {
        var key = Enumerable.Range(0, Limits.DrawKeyBytes).Select(at => (byte)at).ToArray();
        var queue = new QueueRow(
            Example.Schedule,
            new QueueSettings(
                Enabled: true, MaxActive: 11, PacePerSecond: 12, Paused: true, Draining: true, ClaimSeconds: 13,
                ActiveSeconds: 140, PausesWhenSoldOut: false, Draws: true),
            LastNumber: 9, AdmittedThrough: 8, Waiting: 1, Served: 2, Abandoned: 3, [.. key], DrawnEntries: 5, 2);
        var places = Enum.GetValues<PlaceStatus>().Select((status, at) => Example.Place(at + 1, status)).ToArray();

        await Store.CommitAsync(new Commit { Queues = [queue], Places = [.. places] });

        var loaded = (await Store.LoadQueueAsync(Example.Schedule))!;
        Assert.Equal(queue with { DrawKey = loaded.Queue.DrawKey }, loaded.Queue);
        Assert.Equal(key, loaded.Queue.DrawKey);
        Assert.Equal(
            places.Where(place => place.Status is PlaceStatus.Admitted or PlaceStatus.Active),
            loaded.Present.OrderBy(place => place.Number));
        Assert.True((await Store.LoadSaleTermsAsync(Example.Schedule))!.HasQueue);
    }

    [Fact]
    public async Task A_queue_is_replaced_by_its_next_version_only_and_never_created()
    {
        await Store.CommitAsync(new Commit { Queues = [Example.Queue(version: 2)] });

        await AssertConflictAsync(new Commit { Queues = [Example.Queue(version: 1)] });
        await AssertConflictAsync(new Commit { Queues = [Example.Queue(version: 2)] });
        await AssertConflictAsync(new Commit { Queues = [Example.Queue(version: 4)] });
        var elsewhere = Example.Queue(version: 1) with { ScheduleId = Guid.NewGuid() };
        await AssertConflictAsync(new Commit { Queues = [elsewhere] });
        await AssertConflictAsync(new Commit { Queues = [elsewhere with { Version = 2 }] });

        Assert.Null(await Store.LoadQueueAsync(elsewhere.ScheduleId));
    }

    [Fact]
    public async Task A_queue_that_does_not_add_up_is_refused()
    {
        var queue = Example.Queue(version: 2) with { LastNumber = 5 };
        QueueRow[] wrong =
        [
            queue with { AdmittedThrough = 6 }, queue with { AdmittedThrough = -1 }, queue with { Waiting = -1 },
            queue with { Served = -1 }, queue with { Abandoned = -1 }, queue with { DrawnEntries = 2 },
            queue with { DrawKey = [1, 2, 3] }, queue with { Settings = queue.Settings with { Draws = true } },
            queue with { DrawKey = [.. new byte[Limits.DrawKeyBytes]], DrawnEntries = 6 },
        ];

        foreach (var row in wrong)
            await AssertConflictAsync(new Commit { Queues = [row] });

        await Store.CommitAsync(new Commit { Queues = [queue] });
    }

    [Fact]
    public async Task A_place_is_renewed_and_ends_by_version()
    {
        var first = Example.Place(1);
        var ended = first with { Status = PlaceStatus.Left, Version = 2 };
        var renewed = Example.Place(2) with { UserId = first.UserId, JoinedAt = Example.Now.AddHours(1), Version = 3 };
        var active = renewed with
        {
            Status = PlaceStatus.Active,
            Until = Example.Now.AddHours(2),
            Extended = true,
            Version = 4,
        };
        foreach (var place in new[] { first, ended, renewed, active })
            await Store.CommitAsync(new Commit { Places = [place] });

        await AssertConflictAsync(new Commit { Places = [first] });
        await AssertConflictAsync(new Commit { Places = [active] });
        await AssertConflictAsync(new Commit { Places = [active with { Version = 6 }] });
        await AssertConflictAsync(new Commit { Places = [Example.Place(3) with { Version = 2 }] });

        Assert.Equal([active], await Store.LoadPlacesAsync(Example.Schedule, [first.UserId]));
        Assert.Empty(await Store.LoadPlacesByNumberAsync(Example.Schedule, [1]));
        Assert.Equal([active], await Store.LoadPlacesByNumberAsync(Example.Schedule, [2]));
    }

    [Fact]
    public async Task A_place_keeps_the_requests_for_more_time_that_it_was_granted_and_a_later_one_has_none()
    {
        Guid[] requests = [.. Enumerable.Range(0, QueueLimits.MaxMoreTimes).Select(_ => Guid.NewGuid())];
        var waiting = Example.Place(1);
        var called = waiting with
        {
            Status = PlaceStatus.Admitted,
            Until = Example.Now.AddHours(1),
            MoreTimes = [.. requests],
            Version = 2,
        };
        var later = waiting with { Number = 2, Version = 3 };
        foreach (var place in new[] { waiting, called })
            await Store.CommitAsync(new Commit { Places = [place] });
        await AssertConflictAsync(new Commit
        {
            Places = [called with { MoreTimes = [.. requests, Guid.NewGuid()], Version = 3 }],
        });

        var stored = Assert.Single(await Store.LoadPlacesAsync(Example.Schedule, [waiting.UserId]));
        Assert.Equal(requests, stored.MoreTimes);
        await Store.CommitAsync(new Commit { Places = [later] });
        Assert.Equal([later], await Store.LoadPlacesAsync(Example.Schedule, [waiting.UserId]));
    }

    [Fact]
    public async Task A_place_has_a_deadline_exactly_while_it_is_admitted_or_active()
    {
        foreach (var status in Enum.GetValues<PlaceStatus>())
        {
            var place = Example.Place((int)status + 1, status);
            await AssertConflictAsync(new Commit
            {
                Places = [place with { Until = place.Until is null ? Example.Now : null }],
            });
        }

        await AssertConflictAsync(new Commit { Places = [Example.Place(0)] });
    }

    [Fact]
    public async Task A_number_is_of_one_place_in_a_schedule()
    {
        var holder = Example.Place(1);
        await Store.CommitAsync(new Commit { Places = [holder] });

        await AssertConflictAsync(new Commit { Places = [Example.Place(1)] });
        await AssertConflictAsync(new Commit { Places = [Example.Place(2), Example.Place(2)] });
        await AssertConflictAsync(new Commit { Places = [Example.Place(2) with { UserId = holder.UserId }, holder] });
        var elsewhere = Example.Place(1) with { ScheduleId = Guid.NewGuid(), UserId = holder.UserId };
        await Store.CommitAsync(new Commit { Places = [elsewhere] });

        Assert.Equal([holder], await Store.LoadPlacesByNumberAsync(Example.Schedule, [1, 2]));
        Assert.Equal([elsewhere], await Store.LoadPlacesAsync(elsewhere.ScheduleId, [holder.UserId]));
    }

    [Fact]
    public async Task Places_are_found_by_fan_and_by_number_whatever_is_asked_besides()
    {
        var places = Enumerable.Range(1, 50).Select(number => Example.Place(number)).ToArray();
        await Store.CommitAsync(new Commit { Places = [.. places] });
        Guid[] users = [.. places[10..20].Select(place => place.UserId), Guid.NewGuid(), places[12].UserId];

        var byFan = await Store.LoadPlacesAsync(Example.Schedule, users);
        var byNumber = await Store.LoadPlacesByNumberAsync(Example.Schedule, [0, 20, 3, 3, 51]);

        Assert.Equal(places[10..20], byFan.OrderBy(place => place.Number));
        Assert.Equal([places[2], places[19]], byNumber.OrderBy(place => place.Number));
        Assert.Empty(await Store.LoadPlacesAsync(Example.Schedule, []));
        Assert.Empty(await Store.LoadPlacesByNumberAsync(Example.Schedule, []));
        Assert.Empty(await Store.LoadPlacesAsync(Guid.NewGuid(), users));
    }
}
