using Ticketing.Storage;

namespace Ticketing.Tests.Messaging;

/// <summary>An event that can never be handled has an end.</summary>
public sealed class EventEndTests
{
    [Fact]
    public void An_event_whose_row_the_database_refuses_becomes_a_dead_letter()
    {
        using var world = new GroupWorld(options => options with { MaxAttempts = 3 });
        world.Run(async () =>
        {
            world.Heard.FaultOf = one => one.Key == "7" ? new CommitRefusedException("22003: too large.") : null;
            await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Handle(world, Sample.Event($"{n}"))));

            var letter = Assert.Single(world.DeadLetters.Letters);
            Assert.Equal(("7", 3), (letter.Event.Key, letter.Attempts.Count));
            Assert.Equal(9, world.Heard.Taken.Length);
        });
    }

    [Fact]
    public void An_event_that_conflicts_for_longer_than_any_race_becomes_a_dead_letter()
    {
        using var world = new GroupWorld();
        world.Run(async () =>
        {
            var began = world.Time.GetUtcNow();
            world.Heard.FaultOf = one => one.Key == "7" ? new CommitConflictException("Again.") : null;
            await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Handle(world, Sample.Event($"{n}"))));

            Assert.Equal("7", Assert.Single(world.DeadLetters.Letters).Event.Key);
            Assert.InRange((world.Time.GetUtcNow() - began).TotalMinutes, 5, 15);
        });
    }

    [Fact]
    public void Timeouts_of_a_silo_that_hangs_kill_no_event()
    {
        using var world = new GroupWorld();
        world.Run(async () =>
        {
            var calls = 0;
            world.Heard.FaultOf = _ => ++calls switch
            {
                > 15 => null,
                1 => new TimeoutException("No answer."),
                _ => new OperationCanceledException("Message expired before placement."),
            };
            await Handle(world, Sample.Event("k"));

            Assert.Empty(world.DeadLetters.Letters);
            Assert.Single(world.Heard.Taken);
        });
    }

    [Fact]
    public void An_event_that_hangs_its_grain_for_longer_becomes_a_dead_letter()
    {
        using var world = new GroupWorld();
        world.Run(async () =>
        {
            var calls = 0;
            world.Heard.FaultOf = one => one.Key == "7" && ++calls > 0 ? new TimeoutException("No answer.") : null;
            await Task.WhenAll(Enumerable.Range(0, 10).Select(n => Handle(world, Sample.Event($"{n}"))));

            Assert.Equal("7", Assert.Single(world.DeadLetters.Letters).Event.Key);
            Assert.InRange(calls, 20, 30);
            Assert.Equal(9, world.Heard.Taken.Length);
        });
    }

    [Fact]
    public void Conflicts_between_other_faults_kill_no_event()
    {
        using var world = new GroupWorld();
        world.Run(async () =>
        {
            var calls = 0;
            world.Heard.FaultOf = _ => ++calls switch
            {
                > 500 => null,
                var call when call % 50 == 0 => new StoreUnavailableException("The database is down."),
                _ => new CommitConflictException("Again."),
            };
            await Handle(world, Sample.Event("k"));

            Assert.Empty(world.DeadLetters.Letters);
            Assert.Single(world.Heard.Taken);
        });
    }

    [Fact]
    public void What_nobody_can_read_is_a_dead_letter_at_once_in_its_turn()
    {
        using var world = new GroupWorld();
        world.Run(async () =>
        {
            var before = Sample.Event("k");
            var unreadable = Sample.Event("k") with { Payload = "{" };
            var gate = new TaskCompletionSource();
            world.Heard.Gate = _ => gate.Task;
            var tasks = new[] { before, unreadable, Sample.Event("k") }.Select(one => Handle(world, one)).ToArray();
            await world.Pause(1);
            Assert.Empty(world.DeadLetters.Letters);

            gate.SetResult();
            await Task.WhenAll(tasks);
            Assert.Equal(unreadable.EventId, Assert.Single(world.DeadLetters.Letters).Event.EventId);
            Assert.Equal(2, world.Heard.Taken.Length);
        });
    }

    [Fact]
    public void A_dead_letter_is_written_again_and_again_until_it_stands()
    {
        using var world = new GroupWorld(options => options with { MaxAttempts = 1 });
        world.Run(async () =>
        {
            world.DeadLetters.Failures = 20;
            world.Heard.FaultOf = _ => new FormatException();
            await Handle(world, Sample.Event("k"));
            Assert.Single(world.DeadLetters.Letters);
        });
    }

    private static Task Handle(GroupWorld world, OutboxEvent one) =>
        world.Consumers.HandleAsync(one, CancellationToken.None);
}
