using Ticketing.Tests.Support;

namespace Ticketing.Tests.Host;

/// <summary>Moves virtual time whenever the thread pool has nothing to do, until a test has ended.</summary>
internal sealed class Pump(VirtualTime time)
{
    private const int CalmSamples = 3;
    private static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Suspicious = TimeSpan.FromMilliseconds(100);

    // Threads that are always taken: the runner's own, and perhaps this one. Now and then there is one more.
    private int taken = int.MaxValue;
    private int lowest = int.MaxValue;
    private DateTime calmAt = DateTime.UtcNow;

    public void Run(Func<Task> body)
    {
        for (var sample = 0; sample < 20; sample++)
        {
            taken = Math.Min(taken, Busy());
            Thread.Sleep(1);
        }

        var running = Task.Run(body);
        var giveUpAt = DateTime.UtcNow + RealPatience;
        while (!running.IsCompleted)
        {
            if (DateTime.UtcNow > giveUpAt) throw new TimeoutException($"Still running after {RealPatience}.");
            if (!IsCalm() || running.IsCompleted) continue;

            // All that is due at one moment happens at that moment.
            if (time.NextDue() is not { } due)
            {
                Thread.Sleep(1);
                continue;
            }

            while (time.Step(due))
            {
            }
        }

        running.GetAwaiter().GetResult();
    }

    private bool IsCalm()
    {
        for (var sample = 0; sample < CalmSamples; sample++)
        {
            var busy = ThreadPool.PendingWorkItemCount > 0 ? int.MaxValue : Busy();
            if (busy > taken)
            {
                lowest = Math.Min(lowest, busy);
                if (DateTime.UtcNow - calmAt > Suspicious)
                    (taken, lowest, calmAt) = (lowest, int.MaxValue, DateTime.UtcNow);
                Thread.Yield();
                return false;
            }

            Thread.SpinWait(50);
        }

        (lowest, calmAt) = (int.MaxValue, DateTime.UtcNow);
        return true;
    }

    private static int Busy()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return most - free;
    }
}
