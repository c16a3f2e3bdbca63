using Orleans.Concurrency;

namespace Ticketing.Tests.Conformance;

/// <summary>A grain with timers. Each tick notes its name and the seconds since the start.</summary>
public interface IClockwork : IGrainWithStringKey
{
    Task Start(string name, TimeSpan dueTime, TimeSpan period, bool interleave = false, bool keepAlive = false);

    /// <summary>Starts a timer whose ticks take this duration, and then fail if told to.</summary>
    Task StartSlow(string name, TimeSpan dueTime, TimeSpan period, TimeSpan duration, bool fail);

    Task Change(TimeSpan dueTime, TimeSpan period);

    Task ChangeInTick(TimeSpan dueTime, TimeSpan period, TimeSpan changedDueTime);

    Task Stop();

    Task Hold(string gate);

    Task Leave();

    [AlwaysInterleave]
    Task LeaveBesideATick();

    Task StartElsewhere();
}
