using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Simulation;

/// <summary>The store in memory, with faults drawn from the seed.</summary>
internal sealed class FaultyStore(TimeProvider time, Random random, Faults faults) : MemoryTicketStore(time)
{
    private readonly HashSet<Commit> late = [];

    private DateTimeOffset awayUntil;

    public QueueWatch Watch { get; } = new();

    /// <summary>Receives the events of every commit, in order.</summary>
    public Action<IEnumerable<OutboxEvent>> Announce { get; set; } = _ => { };

    /// <summary>Set at the end of a run: faults stop, so that everything can come to rest.</summary>
    public bool Healed { get; set; }

    private bool Away => !Healed && Time.GetUtcNow() < awayUntil;

    public void GoAway() => awayUntil = Time.GetUtcNow().AddSeconds(120 * random.NextDouble());

    protected override async Task BeforeCommitAsync(Commit commit)
    {
        if (late.Contains(commit)) return;
        await Wait();
        if (Away || Happens(faults.RefusedCommit)) throw new StoreUnavailableException("simulated: refused");
        if (Happens(faults.UnknownCommit / 2)) throw new CommitOutcomeUnknownException("simulated: not written");
        if (!Happens(faults.LateCommit)) return;

        _ = LandLater(commit);
        throw new CommitOutcomeUnknownException("simulated: on its way");
    }

    protected override async Task AfterCommitAsync(Commit commit)
    {
        Watch.Committed(commit);
        Announce(commit.Events);
        if (late.Contains(commit)) return;
        await Wait();
        if (Happens(faults.UnknownCommit / 2)) throw new CommitOutcomeUnknownException("simulated: written");
    }

    protected override async Task BeforeLoadAsync(string what)
    {
        await Wait();
        if (Away || Happens(faults.FailedLoad)) throw new StoreUnavailableException($"simulated: no {what}");
    }

    protected override Task AfterLoadAsync(string what) => Wait();

    private async Task LandLater(Commit commit)
    {
        late.Add(commit);
        await Task.Delay(TimeSpan.FromSeconds(20 * random.NextDouble()), Time);
        try
        {
            await CommitAsync(commit);
        }
        catch (CommitConflictException)
        {
            // Another commit was first, as the versions show.
        }
    }

    private Task Wait()
    {
        var wait = Happens(faults.SlowStore)
            ? TimeSpan.FromSeconds(15 * random.NextDouble())
            : TimeSpan.FromMilliseconds(random.Next(1, 10));
        return Task.Delay(wait, Time);
    }

    private bool Happens(double likelihood) => !Healed && random.NextDouble() < likelihood;
}
