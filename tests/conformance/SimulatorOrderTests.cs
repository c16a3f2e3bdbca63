namespace Ticketing.Tests.Conformance;

/// <summary>
/// On the real Orleans the messages of one connection are handled side by side, so that requests sent without waiting
/// may overtake each other on the way. On the embedded host they do not: seeds replay, and overload is fair.
/// </summary>
public sealed class EmbeddedOrderTests : SimulatorTest
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
