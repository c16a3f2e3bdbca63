using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Ticketing.Silo;

/// <summary>
/// Before a silo joins, it waits for active members that do not answer: until they do, until they are declared dead, or
/// until their heartbeat is overdue. Orleans joins only when every member answers, and a joining silo may declare dead
/// only members whose heartbeat is already overdue when it begins. Without the wait, silos that replace a whole cluster
/// would find no member that may declare the old ones dead.
/// </summary>
internal sealed class SilentMembers(
    IMembershipTable table, ILocalSiloDetails self, IOptions<ClusterMembershipOptions> options, TimeProvider time)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(1);

    private TimeSpan Overdue => options.Value.IAmAliveTablePublishTimeout * options.Value.NumMissedTableIAmAliveLimit;

    /// <summary>
    /// Subscribes to the stage after the membership table is opened and before this silo is written to it.
    /// </summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SilentMembers), ServiceLifecycleStage.RuntimeGrainServices + 1, AwaitAsync, _ => Task.CompletedTask);

    // Bounded: Orleans handles members that cannot be reached but whose heartbeat continues.
    private async Task AwaitAsync(CancellationToken cancellation)
    {
        var startedAt = time.GetTimestamp();
        while (time.GetElapsedTime(startedAt) <= Overdue && await AnySilentAsync(cancellation))
            await Task.Delay(Pause, time, cancellation);
    }

    private async Task<bool> AnySilentAsync(CancellationToken cancellation)
    {
        var members = (await table.ReadAllAsync(cancellation)).Members.Select(member => member.Item1);
        var others = members.Where(member => member.Status == SiloStatus.Active
            && !member.SiloAddress.Endpoint.Equals(self.SiloAddress.Endpoint) && !IsOverdue(member));
        var answers = await Task.WhenAll(others.Select(member => AnswersAsync(member, cancellation)));
        return answers.Contains(false);
    }

    private bool IsOverdue(MembershipEntry member) =>
        time.GetUtcNow().UtcDateTime - (member.IAmAliveTime > member.StartTime ? member.IAmAliveTime : member.StartTime)
        > Overdue;

    private async Task<bool> AnswersAsync(MembershipEntry member, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(ConnectPatience);
        try
        {
            await socket.ConnectAsync(member.SiloAddress.Endpoint, patience.Token);
            return true;
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }
}

/// <summary>
/// Hides the log of Orleans' watchdog until the process has started: one of its threads compares with a time that the
/// other has not set yet, and so reports a stall as long as the machine's uptime. Later messages are valid.
/// </summary>
internal sealed class WatchdogAtStart : IHostedLifecycleService
{
    private const string Category = "Orleans.Runtime.Watchdog";

    private volatile bool started;

    public static void AddTo(IHostApplicationBuilder builder)
    {
        var quiet = new WatchdogAtStart();
        var least = builder.Configuration.GetValue("Logging:LogLevel:Orleans", LogLevel.Warning);
        builder.Services.AddSingleton<IHostedService>(quiet);
        builder.Logging.AddFilter(Category, level => quiet.started && level >= least);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        started = true;
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
