using Ticketing.Messaging;

namespace Ticketing.Tests.Messaging;

/// <summary>The backlog of a group, as the process reports it.</summary>
public sealed class BacklogTests
{
    [Fact]
    public void An_event_counts_until_it_is_handled_given_up_or_put_away()
    {
        using var world = new GroupWorld(options => options with { MaxAttempts = 2 });
        world.Run(async () =>
        {
            using var stopping = new CancellationTokenSource();
            var gate = new TaskCompletionSource();
            world.Heard.Gate = grain => grain == "all" ? gate.Task : Task.CompletedTask;
            world.Heard.FaultOf = one => one.Key == "sick" ? new FormatException("Poison.") : null;
            var well = world.Consumers.HandleAsync(Sample.Event("well"), default);
            var sick = world.Consumers.HandleAsync(Sample.Event("sick"), default);
            var left = world.Consumers.HandleAsync(Sample.Event("left"), stopping.Token);
            await world.Pause(1);
            Assert.Equal(3, world.Backlog);

            stopping.Cancel(); // synchronously: otherwise the group might be done with it first
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
            Assert.Equal(2, world.Backlog);

            gate.SetResult();
            await Task.WhenAll(well, sick);
            await world.Pause(60);
            Assert.Single(world.DeadLetters.Letters);
            Assert.Equal(0, world.Backlog);
        });
    }

    [Fact]
    public void What_a_broker_has_for_the_group_counts_with_what_was_handed_out_of_it()
    {
        var backlog = new GroupBacklog();
        backlog.Begin();
        backlog.Publish(5);
        Assert.Equal(5, backlog.Events);
        backlog.Publish(0);
        Assert.Equal(1, backlog.Events);
        backlog.End();
        Assert.Equal(0, backlog.Events);
    }

    [Theory]
    [InlineData(0, -1001, 0, -1001, 0)] // nothing was fetched yet
    [InlineData(0, -1001, 0, 50, 0)] // nothing was taken: the group's position is unknown
    [InlineData(10, -1001, 4, 50, 44)] // 6 to 9 were taken, none has ended
    [InlineData(10, 8, 2, 50, 42)]
    [InlineData(50, 50, 0, 50, 0)]
    [InlineData(52, 48, 4, 50, 4)] // the client does not know the latest end yet
    public void A_partition_counts_from_the_first_that_is_not_done_to_its_end(
        long next, long done, int held, long end, long expected) =>
        Assert.Equal(expected, PublishedBacklog.Of(new PartitionPosition(next, done, null), held, end));
}
