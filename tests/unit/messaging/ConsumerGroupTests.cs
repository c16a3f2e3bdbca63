using Ticketing.PostProcessing;
using Ticketing.Storage;

namespace Ticketing.Tests.Messaging;

/// <summary>Order, batching and failures: how a group handles events, whatever the transport.</summary>
public class ConsumerGroupTests
{
    [Fact]
    public void Events_of_a_key_are_handled_in_order_also_when_they_are_for_different_methods()
    {
        using var world = new GroupWorld();
        world.Run(async () =>
        {
            var gate = new TaskCompletionSource();
            world.Heard.Gate = grain => grain == "all" ? gate.Task : Task.CompletedTask;
            OutboxEvent[] sent =
                [Sample.Event("k"), Sample.Event("k", Sample.SeatTopic), Sample.Event("k"), Sample.Event("k")];
            var other = Sample.Event("other", Sample.SeatTopic);

            var all = Task.WhenAll(sent.Append(other).Select(one => Handle(world, one)));
            await world.Pause(1);
            Assert.Equal([other.EventId], world.Heard.Taken.Select(one => one.EventId));

            gate.SetResult();
            await all;
            Assert.Equal(
                sent.Select(one => one.EventId),
                world.Heard.Taken.Where(one => one.Key == "k").Select(one => one.EventId));
        });
    }

    [Fact]
    public void What_comes_while_a_call_is_under_way_goes_by_the_next_one_within_its_bound()
    {
        using var world = new GroupWorld(options => options with { MaxPerCall = 6 });
        world.Run(async () =>
        {
            var gate = new TaskCompletionSource();
            world.Heard.Gate = _ => gate.Task;
            var first = Handle(world, Sample.Event("first"));
            await world.Pause(1);
            var rest = Task.WhenAll(Enumerable.Range(0, 10).Select(n => Handle(world, Sample.Event($"{n}"))));
            gate.SetResult();
            await Task.WhenAll(first, rest);

            Assert.Equal([1, 6, 4], world.Heard.Calls.Select(call => call.Events));
        });
    }

    [Fact]
    public void A_poison_event_stalls_only_its_own_key_until_it_stands_in_the_dead_letters()
    {
        using var world = new GroupWorld(options => options with { MaxAttempts = 3 });
        world.Run(async () =>
        {
            var poison = Sample.Event("sick");
            var behind = Sample.Event("sick", Sample.SeatTopic);
            world.Heard.FaultOf = one => one.EventId == poison.EventId ? new FormatException("Poison.") : null;
            OutboxEvent[] well = [.. Enumerable.Range(0, 20).Select(n => Sample.Event($"well-{n % 5}"))];

            OutboxEvent[] sent = [.. well[..10], poison, behind, .. well[10..]];
            var tasks = sent.Select(one => Handle(world, one)).ToArray();
            await world.Pause(0.01);
            Assert.Equal(well.Length, world.Heard.Taken.Length);
            Assert.Empty(world.DeadLetters.Letters);

            await Task.WhenAll(tasks);
            var letter = Assert.Single(world.DeadLetters.Letters);
            Assert.Equal((poison, GroupWorld.Group), (letter.Event, letter.Group));
            Assert.Equal(3, letter.Attempts.Count);
            Assert.Equal("FormatException: Poison.", letter.Error);
            Assert.True(letter.Attempts[1].At < letter.Attempts[2].At);
            Assert.Equal(behind.EventId, world.Heard.Taken[^1].EventId);
        });
    }

    [Fact]
    public void Of_a_failed_call_every_event_is_tried_by_itself()
    {
        using var world = new GroupWorld();
        world.Run(async () =>
        {
            var failures = 0;
            world.Heard.FaultOf = one => one.Key == "3" && failures++ < 3 ? new FormatException() : null;
            await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Handle(world, Sample.Event($"{n}"))));

            Assert.Equal(["0", "1", "2", "4", "5", "3"], world.Heard.Taken.Select(one => one.Key));
            Assert.Equal(6, world.Heard.Calls[0].Events);
            Assert.Empty(world.DeadLetters.Letters);
        });
    }

    [Fact]
    public void What_a_grain_had_no_time_for_goes_by_the_next_calls_and_not_one_by_one()
    {
        using var world = new GroupWorld();
        world.Run(async () =>
        {
            var sent = new HashSet<string>();
            var (call, room) = (0, 0);
            world.Heard.FaultOf = one =>
            {
                if (call != world.Heard.Calls.Length) (call, room) = (world.Heard.Calls.Length, 16);
                if (sent.Contains(one.Key)) return null;
                if (room-- == 0) return new SendsLeftException("There is no more time.");
                sent.Add(one.Key);
                return null;
            };
            OutboxEvent[] events = [.. Enumerable.Range(0, 200).Select(n => Sample.Event($"{n}"))];
            await Task.WhenAll(events.Select(one => Handle(world, one)));

            Assert.InRange(world.Heard.Calls.Length, 200 / 16, 3 * 200 / 16);
            world.AssertInOrder(events);
            Assert.Empty(world.DeadLetters.Letters);
        });
    }

    [Fact]
    public void Bad_weather_kills_no_event_however_long_it_lasts()
    {
        using var world = new GroupWorld(options => options with { MaxAttempts = 2 });
        world.Run(async () =>
        {
            var clears = world.Time.GetUtcNow().AddHours(1);
            world.Heard.FaultOf = _ =>
                world.Time.GetUtcNow() < clears ? new StoreUnavailableException("The database is down.") : null;
            OutboxEvent[] sent = [.. Enumerable.Range(0, 500).Select(n => Sample.Event($"{n % 50}"))];
            await Task.WhenAll(sent.Select(one => Handle(world, one)));

            Assert.Empty(world.DeadLetters.Letters);
            Assert.True(world.Time.GetUtcNow() < clears.AddSeconds(15), $"{world.Time.GetUtcNow() - clears}");
            world.AssertInOrder(sent);
        });
    }

    [Fact]
    public void An_event_that_always_conflicts_holds_up_nothing_but_its_key()
    {
        using var world = new GroupWorld();
        world.Run(async () =>
        {
            world.Heard.FaultOf = one => one.Key == "7" ? new CommitConflictException("Again.") : null;
            var tasks = Enumerable.Range(0, 100).ToDictionary(n => n, n => Handle(world, Sample.Event($"{n}")));
            tasks.Remove(7, out var unlucky);

            await Task.WhenAll(tasks.Values);
            Assert.False(unlucky!.IsCompleted);
            Assert.Empty(world.DeadLetters.Letters);
        });
    }

    [Fact]
    public void What_was_given_up_is_not_handled_any_more()
    {
        using var world = new GroupWorld();
        world.Run(async () =>
        {
            using var stopping = new CancellationTokenSource();
            var gate = new TaskCompletionSource();
            world.Heard.Gate = _ => gate.Task;
            Task[] tasks = [.. Enumerable.Range(0, 3).Select(_ =>
                world.Consumers.HandleAsync(Sample.Event("k", Sample.SeatTopic), stopping.Token))];
            await world.Pause(1);
            var fromElsewhere = Sample.Event("k");
            var next = Handle(world, fromElsewhere);
            var later = world.Consumers.HandleAsync(Sample.Event("k"), stopping.Token);
            stopping.Cancel(); // on this thread
            Assert.All(tasks.Append(later), task => Assert.True(task.IsCanceled));

            gate.SetResult();
            await next;
            await world.Pause(1);
            Assert.Equal(fromElsewhere.EventId, world.Heard.Taken[^1].EventId);
        });
    }

    private static Task Handle(GroupWorld world, OutboxEvent one) =>
        world.Consumers.HandleAsync(one, CancellationToken.None);
}
