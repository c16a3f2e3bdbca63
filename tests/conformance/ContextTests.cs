using System.Diagnostics;

namespace Ticketing.Tests.Conformance;

public abstract class ContextTests<THost> : HostTest<THost>
    where THost : IHost
{
    [Fact]
    public void The_request_context_travels_with_a_call_and_on() => In(async world =>
    {
        RequestContext.Set("fan", "ada");
        Assert.Equal("ada", await world.Peer("a").Context("fan"));
        Assert.Equal("ada", await world.Peer("a").ContextOf("b", "fan"));
        RequestContext.Clear();
        Assert.Null(await world.Peer("a").Context("fan"));
    });

    [Fact]
    public void What_the_callee_sets_does_not_come_back() => In(async world =>
    {
        RequestContext.Set("fan", "ada");
        await world.Peer("a").SetContext("fan", "bob");
        Assert.Equal("ada", RequestContext.Get("fan"));
    });

    [Fact]
    public void What_one_request_sets_the_next_does_not_see() => In(async world =>
    {
        await world.Peer("a").SetContext("fan", "bob");
        Assert.Null(await world.Peer("a").Context("fan"));
        Assert.Equal("nothing", await world.Peer("a").Ambient());
    });

    [Fact]
    public void Calls_under_way_keep_the_context_they_left_with() => In(async world =>
    {
        var held = world.Peer("a").Hold("x");
        RequestContext.Set("fan", "ada");
        var asked = world.Peer("a").Context("fan");
        RequestContext.Set("fan", "bob");
        world.Probe.Open("x");
        await held;
        Assert.Equal("ada", await asked);
    });

    [Fact]
    public void Values_are_listed_replaced_and_removed()
    {
        RequestContext.Clear();
        RequestContext.Set("a", 1);
        RequestContext.Set("b", 2);
        RequestContext.Set("a", 3);
        Assert.Equal(["a", "b"], RequestContext.Keys.Order());
        Assert.Equal(3, RequestContext.Get("a"));
        Assert.True(RequestContext.Remove("a"));
        Assert.False(RequestContext.Remove("a"));
        Assert.Equal("b", Assert.Single(RequestContext.Entries).Key);
        Assert.True(RequestContext.Remove("b"));
        Assert.Empty(RequestContext.Keys);
    }

    [Fact]
    public void Nothing_else_that_is_ambient_gets_into_a_grain() => In(async world =>
    {
        PeerGrain.Leak.Value = "the http context of the first caller";
        Assert.Equal("nothing", await world.Peer("a").Ambient());
        Assert.Equal("nothing", await world.Peer("a").Ambient());
    });

    [Fact]
    public void The_current_activity_flows_into_the_grain() => In(async world =>
    {
        using var activity = new Activity("call").Start();
        Assert.Contains(activity.TraceId.ToString(), await world.Peer("a").ActivityId());
        Assert.Equal(activity, Activity.Current);
    });
}
