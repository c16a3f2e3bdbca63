using System.Text;
using Microsoft.Extensions.Options;
using Ticketing.Api;

namespace Ticketing.Tests.Api;

public sealed class PlanCacheTests
{
    private static readonly Guid[] Ids = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];

    [Fact]
    public async Task A_plan_is_read_once_however_many_ask()
    {
        var (reads, gate) = (0, new TaskCompletionSource<byte[]?>());
        using var cache = Create(_ =>
        {
            Interlocked.Increment(ref reads);
            return gate.Task;
        });

        var asked = Enumerable.Range(0, 20).Select(_ => cache.GetAsync(Ids[0])).ToArray();
        gate.SetResult("{}"u8.ToArray());
        var plans = await Task.WhenAll(asked);

        Assert.Equal(1, reads);
        Assert.All(plans, plan => Assert.Same(plans[0], plan));
    }

    [Fact]
    public async Task Above_the_bound_the_plan_goes_that_was_asked_for_the_longest_ago()
    {
        var reads = new List<Guid>();
        using var cache = Create(id =>
        {
            reads.Add(id);
            return Task.FromResult<byte[]?>(Encoding.ASCII.GetBytes(new string('a', 500)));
        });

        foreach (var id in new[] { Ids[0], Ids[1], Ids[0], Ids[2], Ids[0], Ids[1] })
            await cache.GetAsync(id);

        Assert.Equal([Ids[0], Ids[1], Ids[2], Ids[1]], reads);
    }

    [Fact]
    public async Task What_is_missing_or_could_not_be_read_is_looked_for_again()
    {
        var answers = new Queue<Func<byte[]?>>(
            [() => throw new TimeoutException("read"), () => null, () => "{}"u8.ToArray()]);
        using var cache = Create(async _ =>
        {
            await Task.Yield();
            return answers.Dequeue()();
        });

        await Assert.ThrowsAsync<TimeoutException>(() => cache.GetAsync(Ids[0]));
        Assert.Null(await cache.GetAsync(Ids[0]));
        Assert.NotNull(await cache.GetAsync(Ids[0]));
    }

    private static PlanCache Create(Func<Guid, Task<byte[]?>> read) =>
        new(Options.Create(new ApiOptions { PlanCacheMaxBytes = 1_250 }), read);
}
