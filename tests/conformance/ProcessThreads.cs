using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ticketing.Tests.Conformance;

/// <summary>
/// The threads of this process as Linux sees them. One that is ready to run and gets no processor counts as awake, so
/// that the answer does not depend on what else the machine has to do.
/// </summary>
internal sealed class ProcessThreads : IDisposable
{
    private const string Tasks = "/proc/self/task";
    private static readonly byte[] Asleep = Encoding.ASCII.GetBytes("State:\tS");
    private static readonly byte[] Switches = Encoding.ASCII.GetBytes("\nvoluntary_ctxt_switches:");

    private readonly string own = File.ResolveLinkTarget("/proc/thread-self", returnFinalTarget: false)!.Name;
    private readonly Dictionary<string, SafeFileHandle> files = [];
    private readonly byte[] buffer = new byte[8192];

    /// <summary>
    /// Whether nothing is under way: every thread but the caller's sleeps, and nothing waits for one of the pool.
    /// </summary>
    public bool AreAllAsleep()
    {
        // Whoever sleeps at both looks and was not switched in between slept all the time from the one to the other.
        // So at the end of the first look all slept at once, and none was left to wake another.
        if (ThreadPool.PendingWorkItemCount > 0 || Look() is not { } first) return false;
        return ThreadPool.PendingWorkItemCount == 0 && first == Look();
    }

    public void Dispose()
    {
        foreach (var file in files.Values) file.Dispose();
    }

    // What must not change between two looks; nothing when some thread is awake.
    private string? Look()
    {
        var seen = new StringBuilder();
        foreach (var path in Directory.EnumerateDirectories(Tasks))
        {
            var thread = Path.GetFileName(path);
            if (thread == own) continue;
            var status = Read(thread);
            var switches = status.IndexOf(Switches);
            if (switches < 0 || status.IndexOf(Asleep) < 0) return null;
            seen.Append(thread).Append(Encoding.ASCII.GetString(status[switches..]));
        }

        return seen.ToString();
    }

    private ReadOnlySpan<byte> Read(string thread)
    {
        try
        {
            if (!files.TryGetValue(thread, out var file))
                files[thread] = file = File.OpenHandle(Path.Combine(Tasks, thread, "status"));
            return buffer.AsSpan(0, RandomAccess.Read(file, buffer, 0));
        }
        catch (IOException) // it has ended
        {
            if (files.Remove(thread, out var file)) file.Dispose();
            return [];
        }
    }
}
