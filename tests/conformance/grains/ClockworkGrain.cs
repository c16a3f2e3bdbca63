using System.Globalization;

namespace Ticketing.Tests.Conformance;

public sealed class ClockworkGrain(Probe probe, TimeProvider time) : Grain, IClockwork
{
    private readonly DateTimeOffset start = time.GetUtcNow();
    private IGrainTimer? timer;

    public Task Start(string name, TimeSpan dueTime, TimeSpan period, bool interleave, bool keepAlive)
    {
        timer = this.RegisterGrainTimer(
            () => Tick(name),
            new GrainTimerCreationOptions(dueTime, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task StartSlow(string name, TimeSpan dueTime, TimeSpan period, TimeSpan duration, bool fail)
    {
        timer = this.RegisterGrainTimer(
            async (called, token) =>
            {
                await Tick(called);
                await Task.Delay(duration, time, token);
                if (called == "long") probe.Note("long ended");
                if (fail)
                    throw new InvalidDataException("bad tick");
            },
            name,
            dueTime,
            period);
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan dueTime, TimeSpan period)
    {
        timer!.Change(dueTime, period);
        return Task.CompletedTask;
    }

    public Task ChangeInTick(TimeSpan dueTime, TimeSpan period, TimeSpan changedDueTime)
    {
        var first = true;
        timer = this.RegisterGrainTimer(
            async () =>
            {
                await Tick("changing");
                if (first)
                    timer!.Change(changedDueTime, period);
                first = false;
            },
            dueTime,
            period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        probe.Note($"begin {gate}");
        await probe.Gate(gate);
        probe.Note($"end {gate}");
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task LeaveBesideATick() => Leave();

    public Task StartElsewhere()
    {
        Exception? refused = null;
        var thread = new Thread(() => refused = Record.Exception(
            () => this.RegisterGrainTimer(() => Tick("lost"), TimeSpan.Zero, Timeout.InfiniteTimeSpan)));
        thread.Start();
        thread.Join();
        throw refused!;
    }

    private Task Tick(string name)
    {
        var seconds = (time.GetUtcNow() - start).TotalSeconds;
        probe.Note(string.Create(CultureInfo.InvariantCulture, $"{name} {seconds:0.#}"));
        return Task.CompletedTask;
    }
}
