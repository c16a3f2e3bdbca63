namespace Ticketing.Tests.Conformance;

/// <summary>
/// On the simulator only: the real Orleans handles the messages of one connection concurrently, so requests that are
/// sent without waiting may overtake each other. On the simulator they do not: seeds replay, and overload is fair.
/// </summary>
public sealed class SimulatorOrderTests : SimulatorTest
{
    [Fact]
    public void Requests_of_one_caller_start_in_the_order_they_were_sent() => In(async world =>
    {
        var calls = Enumerable.Range(0, 300).Select(i => world.Peer().Hold($"{i}")).ToArray();
        for (var i = 299; i >= 0; i--)
            world.Probe.Open($"{i}");
        await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(0, 300).SelectMany(i => new[] { $"begin {i}", $"end {i}" }), Requests(world));
    });
}
