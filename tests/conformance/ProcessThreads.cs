using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ticketing.Tests.Conformance;

/// <summary>
/// The threads of this process as Linux reports them. A thread that is ready to run but has no processor counts as
/// awake, so that the answer does not depend on other load of the machine.
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
    /// Whether the process is idle: every thread but the caller's sleeps, and no work item waits for the thread pool.
    /// </summary>
    public bool AreAllAsleep()
    {
        // A thread that sleeps at both looks and was not switched in between slept all the time. So at the end of the
        // first look all threads slept at once, and none was left to wake another.
        if (ThreadPool.PendingWorkItemCount > 0 || Look() is not { } first) return false;
        return ThreadPool.PendingWorkItemCount == 0 && first == Look();
    }

    public void Dispose()
    {
        foreach (var file in files.Values) file.Dispose();
    }

    // The context switches of all threads, which must not change between two looks; null when a thread is awake.
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
        catch (IOException) // the thread has ended
        {
            if (files.Remove(thread, out var file)) file.Dispose();
            return [];
        }
    }
}
