using Ticketing.Queues;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>More time to take the turn, with crashes and with the queue active twice.</summary>
public class QueueMoreTimeTests
{
    private static readonly QueueSettings OneAtATime = new(MaxActive: 1, ClaimSeconds: 10, MoreTimes: 2);

    [Fact]
    public void A_called_fan_gets_more_time_and_the_next_one_waits_for_it()
    {
        using var scene = new QueueScene(OneAtATime);
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            await scene.Wait(9);
            Assert.Equal(MoreTimeResult.Granted, (await scene.Ask(1, request: 1)).Result);
            await scene.Wait(9);
            Assert.Equal(EnterResult.Waiting, await scene.Enter(2));
            Assert.Equal(MoreTimeResult.Granted, (await scene.Ask(1, request: 2)).Result);
            Assert.Equal(MoreTimeResult.NoneLeft, (await scene.Ask(1, request: 3)).Result);
            await scene.Wait(13);
            Assert.Equal(EnterResult.Missed, await scene.Enter(1));
            Assert.Equal(EnterResult.Active, await scene.Enter(2));
            Assert.Equal([1, 2], scene.Admitted());
        });
    }

    [Fact]
    public void A_request_counts_once_also_after_a_crash_and_through_another_process()
    {
        using var scene = new QueueScene(OneAtATime);
        scene.Run(async () =>
        {
            await scene.Join(1);
            var first = await scene.Ask(1, request: 1);
            scene.World.Host(0).CrashAll();
            Assert.Equal(first, await scene.Ask(1, request: 1));
            Assert.Equal(first, await scene.Ask(1, request: 1, silo: 1));
            Assert.Equal(first.ClaimUntil, scene.Store.QueuePlaces.Single().Until);
        });
    }

    [Fact]
    public void An_activation_with_old_memory_neither_refuses_nor_grants_by_it()
    {
        using var scene = new QueueScene(OneAtATime);
        scene.Run(async () =>
        {
            await scene.Join(1);
            await scene.Look(silo: 1);
            await scene.Change(new QueueChange(MoreTimes: 1));
            Assert.Equal(MoreTimeResult.Granted, (await scene.Ask(1, request: 1)).Result);

            await Assert.ThrowsAnyAsync<TicketStoreException>(() => scene.Ask(1, request: 2, silo: 1));
            Assert.Equal(MoreTimeResult.NoneLeft, (await scene.Ask(1, request: 2, silo: 1)).Result);
            await scene.Change(new QueueChange(MoreTimes: 2));
            Assert.Equal(MoreTimeResult.Granted, (await scene.Ask(1, request: 2, silo: 1)).Result);
        });
    }

    [Theory]
    [InlineData(nameof(CommitFault.Refused))]
    [InlineData(nameof(CommitFault.LostBefore))]
    [InlineData(nameof(CommitFault.LostAfter))]
    public void A_request_whose_commit_fails_is_repeated_safely(string fault)
    {
        using var scene = new QueueScene(OneAtATime);
        scene.Run(async () =>
        {
            await scene.Join(1);
            var until = scene.Store.QueuePlaces.Single().Until;
            scene.Store.QueueFaults[scene.Store.QueueCommits] = Enum.Parse<CommitFault>(fault);
            await Assert.ThrowsAnyAsync<TicketStoreException>(() => scene.Ask(1, request: 1));
            var outcome = await scene.Ask(1, request: 1);
            Assert.Equal((until + TimeSpan.FromSeconds(10), 1), (outcome.ClaimUntil, outcome.Granted));
        });
    }
}
