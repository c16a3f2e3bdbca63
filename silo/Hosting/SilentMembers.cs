using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Ticketing.Hosting;

/// <summary>
/// Before a silo joins, it waits for those members that do not answer: until they do, somebody declares them dead, or
/// their heartbeat is overdue. Orleans joins only when every member answers, and lets a joining silo examine, and then
/// declare dead, only those whose heartbeat is overdue when it begins; without the wait, silos that are to replace all
/// of a cluster would find nobody who may declare the old ones dead.
/// </summary>
internal sealed class SilentMembers(
    IMembershipTable table, ILocalSiloDetails self, IOptions<ClusterMembershipOptions> options, TimeProvider time)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(1);

    private TimeSpan Overdue => options.Value.IAmAliveTablePublishTimeout * options.Value.NumMissedTableIAmAliveLimit;

    /// <summary>After the table was opened, before the silo is written to it.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SilentMembers), ServiceLifecycleStage.RuntimeGrainServices + 1, AwaitAsync, _ => Task.CompletedTask);

    // Bounded: a member whose heartbeat goes on but that cannot be reached is Orleans' to deal with.
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
