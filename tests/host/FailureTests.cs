namespace Ticketing.Tests.Host;

public sealed class FailureTests : HostTest
{
    // Short: the real Orleans goes by the real clock here.
    private static readonly WorldOptions Impatient = new() { ResponseTimeout = Seconds(2) };

    [Fact]
    public void An_exception_reaches_the_caller_with_its_type() => In(async world =>
    {
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => world.Peer().Fail("bad"));
        Assert.Equal("bad", thrown.Message);
        Assert.Equal(1, await world.Peer().Add(1));
    });

    [Fact]
    public void An_exception_after_an_await_reaches_the_caller_too() => In(async world =>
    {
        var call = world.Peer().FailLater("gate", "late");
        world.Probe.Open("gate");
        Assert.Equal("late", (await Assert.ThrowsAsync<InvalidDataException>(() => call)).Message);
    });

    [Fact]
    public void A_cancelled_method_reaches_the_caller_as_a_cancellation() => In(async world =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Peer().Cancelled()));

    [Fact]
    public void A_call_that_takes_too_long_times_out_while_the_callee_goes_on() => In(Impatient, async world =>
    {
        await world.Peer("p").Nothing();
        var call = world.Peer("p").Hold("a");
        await world.Delay(Seconds(1));
        Assert.False(call.IsCompleted);
        await world.OutlastCalls(Impatient.ResponseTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => call);

        world.Probe.Open("a");
        Assert.Equal(1, await world.Peer("p").Add(1));
        Assert.Equal(["begin a", "end a"], Requests(world));
    });

    [Fact]
    public void A_method_may_have_a_timeout_of_its_own() => In(async world =>
    {
        var call = world.Peer().HoldBriefly("a");
        await world.OutlastCalls(Seconds(2));
        Assert.True(call.IsCompleted);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        world.Probe.Open("a");
    });

    [Fact]
    public void A_request_whose_caller_has_given_up_is_not_started() => In(Impatient, async world =>
    {
        var running = world.Peer().Hold("a");
        await world.Settle();
        var waiting = world.Peer().Hold("never");
        await world.OutlastCalls(Impatient.ResponseTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => running);
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);

        world.Probe.Open("a");
        await world.Peer().Add(1);
        Assert.Equal(["begin a", "end a"], Requests(world));
    });

    [Fact]
    public void A_grain_that_calls_itself_ends_in_a_timeout() => In(Impatient, async world =>
    {
        world.Probe.Open("x");
        var call = world.Peer("a").HoldAt("a", "x");
        await world.OutlastCalls(Impatient.ResponseTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Equal(1, await world.Peer("a").Add(1));
    });

    [Fact]
    public void A_full_mailbox_refuses_and_takes_again_later() => In(
        new WorldOptions { MailboxLimit = 5 }, async world =>
    {
        var calls = Enumerable.Range(0, 20).Select(_ => world.Peer().Hold("a")).ToArray();
        await world.Settle();
        var refused = calls.Count(call => call.Exception?.InnerException is LimitExceededException);
        Assert.InRange(refused, 14, 15);

        world.Probe.Open("a");
        await Task.WhenAll(calls.Where(call => !call.IsFaulted));
        Assert.Equal(1, await world.Peer().Add(1));
    });
}
