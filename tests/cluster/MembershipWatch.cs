using StackExchange.Redis;

namespace Ticketing.Tests.Orleans;

/// <summary>
/// Polls the membership table for silos that others suspect or have declared dead; a single vote counts. Votes stay in
/// the table, so none is missed between two polls.
/// </summary>
internal sealed class MembershipWatch(string redis, string key, int silos) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource end = new();
    private readonly SortedSet<string> complaints = new(StringComparer.Ordinal);
    private ConnectionMultiplexer? connection;
    private Task watching = Task.CompletedTask;

    public int Looks { get; private set; }

    public async Task StartAsync()
    {
        connection = await ConnectionMultiplexer.ConnectAsync(redis);
        watching = WatchAsync();
    }

    /// <summary>
    /// Stops, and returns the unexpected entries of the table and unexpected numbers of entries that were seen.
    /// </summary>
    public async Task<IReadOnlyCollection<string>> StopAsync()
    {
        await end.CancelAsync();
        await watching;
        await LookAsync();
        return complaints;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await watching;
        end.Dispose();
        if (connection is not null) await connection.DisposeAsync();
    }

    private async Task WatchAsync()
    {
        while (!end.IsCancellationRequested)
        {
            await LookAsync();
            await Task.WhenAny(Task.Delay(Pause, end.Token));
        }
    }

    private async Task LookAsync()
    {
        var entries = (await connection!.GetDatabase().HashGetAllAsync(key))
            .Where(entry => entry.Name != "Version").Select(entry => entry.Value.ToString()).ToArray();
        Looks++;
        if (entries.Length != silos) complaints.Add($"{entries.Length} silos are in the table, not {silos}");
        foreach (var entry in entries.Where(entry => !IsWell(entry))) complaints.Add(entry);
    }

    // 3 is SiloStatus.Active.
    private static bool IsWell(string entry) =>
        entry.Contains("\"Status\":3,", StringComparison.Ordinal)
        && entry.Contains("\"SuspectTimes\":[]", StringComparison.Ordinal);
}
