using System.Diagnostics;
using Ticketing.Simulator;

namespace Ticketing.Tests.Conformance;

/// <summary>
/// Advances virtual time whenever the process is idle, until a test has ended. On a busy machine a test takes longer,
/// but time does not advance while any work is left.
/// </summary>
internal sealed class Pump(VirtualTime time)
{
    private static readonly TimeSpan RealPatience = TimeSpan.FromMinutes(4);

    private volatile bool paused;

    public void Run(Func<Task> body)
    {
        using var threads = new ProcessThreads();
        var running = Task.Run(body);
        var start = Stopwatch.GetTimestamp();
        var wait = new SpinWait();
        while (!running.IsCompleted)
        {
            if (Stopwatch.GetElapsedTime(start) > RealPatience)
                throw new TimeoutException($"Still running after {RealPatience}.");
            if (threads.AreAllAsleep() && !paused && !running.IsCompleted && time.NextDue() is { } due)
            {
                time.Step(due);
                wait.Reset();
            }

            wait.SpinOnce();
        }

        running.GetAwaiter().GetResult();
    }

    /// <summary>Lets real time pass while virtual time does not advance.</summary>
    public async Task PauseAsync(TimeSpan realTime)
    {
        paused = true;
        await Task.Delay(realTime);
        paused = false;
    }
}
