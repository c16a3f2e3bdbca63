using System.Diagnostics;
using System.Globalization;

namespace Ticketing.Tests.Support;

/// <summary>A process and those that it has started.</summary>
public static class ProcessFamily
{
    /// <summary>As kill -STOP of all of them; answers whom to wake.</summary>
    public static async Task<int[]> FreezeAsync(int pid)
    {
        // First the one that would start others.
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
