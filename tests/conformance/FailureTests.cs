namespace Ticketing.Tests.Conformance;

public abstract class FailureTests<THost> : HostTest<THost>
    where THost : IHost
{
    // Short, because calls on the real Orleans time out by the real clock.
    private static readonly WorldOptions Impatient = new() { ResponseTimeout = Seconds(5) };

    // Long enough for a busy machine, but shorter than the default call timeout.
    private static readonly TimeSpan AtLast = Minutes(1);

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
        var waited = UntilTimeout(world, () => world.Peer("p").Hold("a"));
        await world.OutlastCalls(Impatient.ResponseTimeout);
        Assert.InRange(await waited, Impatient.ResponseTimeout, AtLast);

        world.Probe.Open("a");
        Assert.Equal(1, await world.Peer("p").Add(1));
        Assert.Equal(["begin a", "end a"], Requests(world));
    });

    [Fact]
    public void A_method_may_have_a_timeout_of_its_own() => In(async world =>
    {
        var waited = UntilTimeout(world, () => world.Peer().HoldBriefly("a"));
        await world.OutlastCalls(Seconds(2));
        Assert.InRange(await waited, Seconds(2), AtLast);
        world.Probe.Open("a");
    });

    [Fact]
    public void A_request_whose_caller_has_given_up_is_not_started() => In(Impatient, async world =>
    {
        await world.Peer().Nothing();
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
        // One after the other: requests that arrive at the same moment may all pass Orleans' check.
        var calls = new List<Task>();
        for (var call = 0; call < 20; call++)
        {
            calls.Add(world.Peer().Hold("a"));
            await world.Settle();
        }

        var refused = calls.Count(call => call.Exception?.InnerException is LimitExceededException);
        Assert.InRange(refused, 14, 15);

        world.Probe.Open("a");
        await Task.WhenAll(calls.Where(call => !call.IsFaulted));
        Assert.Equal(1, await world.Peer().Add(1));
    });

    private static async Task<TimeSpan> UntilTimeout(GrainWorld world, Func<Task> call)
    {
        var start = world.CallClock.GetTimestamp();
        await Assert.ThrowsAsync<TimeoutException>(call);
        return world.CallClock.GetElapsedTime(start);
    }
}
