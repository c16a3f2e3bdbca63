using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Saga;

/// <summary>Announces the events of each commit once it has succeeded.</summary>
internal sealed class SagaStore(TimeProvider time) : MemoryTicketStore(time)
{
    public Action<IEnumerable<OutboxEvent>> Announce { get; set; } = _ => { };

    protected override Task AfterCommitAsync(Commit commit)
    {
        Announce(commit.Events);
        return Task.CompletedTask;
    }
}
