using Xunit.Abstractions;

namespace Ticketing.Tests.Simulation;

/// <summary>
/// Hundreds of sales, each with another interleaving. A failure reports its seed; to replay it: SIMULATION_SEED=n
/// ./test --filter Simulation. More seeds: SIMULATION_SEEDS=10000, from 1 or from SIMULATION_SEED.
/// </summary>
public class SimulationTests(ITestOutputHelper output) : SeededSales(output)
{
    [Fact]
    public void Every_promise_is_kept_whatever_crashes() => RunSeeds(Faults.Many);

    [Fact]
    public void Every_promise_is_kept_when_nothing_fails() => RunSeeds(Faults.None);

    [Fact]
    public void Every_promise_is_kept_when_grains_are_active_twice() => RunSeeds(Faults.Many, silos: 2);

    [Fact]
    public void The_same_seed_is_the_same_run()
    {
        Assert.Equal(Trace(7), Trace(7));
        Assert.NotEqual(Trace(7), Trace(8));

        static string Trace(int seed)
        {
            using var simulation = new Simulation(seed, Faults.Many);
            simulation.Run();
            var events = simulation.Store.Events.Select(item => $"{item.OccurredAt:O} {item.Topic} {item.Key}");
            return string.Join('\n', events);
        }
    }
}

/// <summary>The same with a waiting queue; a class of its own, so that both run in parallel.</summary>
public class QueuedSimulationTests(ITestOutputHelper output) : SeededSales(output)
{
    [Fact]
    public void Every_promise_is_kept_with_a_queue() => RunSeeds(Faults.Many, queued: true);

    [Fact]
    public void Every_promise_is_kept_with_a_queue_when_nothing_fails() => RunSeeds(Faults.None, queued: true);

    [Fact]
    public void Every_promise_is_kept_with_a_queue_that_is_active_twice() =>
        RunSeeds(Faults.Many, silos: 2, queued: true);
}

public abstract class SeededSales(ITestOutputHelper output)
{
    private static readonly int First = Setting("SIMULATION_SEED") ?? 1;
    private static readonly int Seeds =
        Setting("SIMULATION_SEEDS") ?? (Setting("SIMULATION_SEED") is null ? 150 : 1);

    private protected void RunSeeds(Faults faults, int silos = 1, bool queued = false)
    {
        int yes = 0, no = 0, sold = 0, letIn = 0, keptOut = 0, admitted = 0;
        int handled = 0, again = 0, failed = 0, deltas = 0, renewals = 0;
        foreach (var seed in Enumerable.Range(First, Seeds))
        {
            using var simulation = new Simulation(seed, faults, silos, queued);
            try
            {
                simulation.Run();
                simulation.Promises.AssertKept();
                Invariants.AssertAll(simulation.Store);
                simulation.AssertQueueAtRest();
                simulation.AssertLimitAtRest();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"Seed {seed} breaks it; replay: SIMULATION_SEED={seed} ./test --filter Simulation", e);
            }

            yes += simulation.Promises.Yes;
            no += simulation.Promises.No;
            sold += simulation.Promises.Sold;
            renewals += simulation.Promises.Renewals;
            letIn += simulation.Promises.LetIn;
            keptOut += simulation.Promises.KeptOut;
            admitted += simulation.Store.Watch.Admissions.Count;
            handled += simulation.Consumers.Handled;
            again += simulation.Consumers.Again;
            failed += simulation.Consumers.Failed;
            deltas += simulation.Watcher.Deltas;
        }

        output.WriteLine($"{yes} told yes, {no} told no, {sold} sold, {admitted} admitted, {renewals} renewals");
        output.WriteLine($"{letIn} let in, {keptOut} kept out");
        output.WriteLine($"{handled} deliveries, {again} of them again, {failed} failed; {deltas} changes of maps");
        if (Seeds == 1) return; // a replay: one sale does not have everything in it
        Assert.True(yes > 0 && no > 0 && sold > 0 && renewals > 0);
        Assert.True(letIn > 0 && keptOut > 0 && admitted > 0 == queued);
        Assert.True(handled > 0 && again > 0 && deltas > 0 && failed > 0 == (faults != Faults.None));
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var value) ? value : null;
}
