using System.Diagnostics;
using System.Globalization;

namespace Ticketing.Tests.Support;

/// <summary>A process and the processes that it has started.</summary>
public static class ProcessFamily
{
    /// <summary>Suspends all of them (SIGSTOP). Returns the process ids to resume.</summary>
    public static async Task<int[]> FreezeAsync(int pid)
    {
        // First the one that could start others.
        await SignalAsync("STOP", pid);
        var all = File.ReadAllText($"/proc/{pid}/task/{pid}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture))
            .Prepend(pid)
            .ToArray();
        await SignalAsync("STOP", all);
        return all;
    }

    public static async Task SignalAsync(string signal, params int[] pids)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. pids.Select(pid => $"{pid}")]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
