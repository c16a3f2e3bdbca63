using System.Collections.Concurrent;
using System.Diagnostics;
using Ticketing.Events;
using Ticketing.Storage;
using Ticketing.Tests.Messaging;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Timing;

/// <summary>A group that hangs costs the others no time, up to the bound of memory.</summary>
[Collection(PostgresCollection.Name)]
public sealed class GroupIndependenceTimeTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int PerSecond = 2_000;
    private const int Seconds = 12;
    private const int PerCommit = 10;

    private static readonly Subscription[] Lines =
    [
        new(Sample.Topic, "hangs", Sample.To("hangs")),
        new(Sample.Topic, "one", Sample.To("one")),
        new(Sample.Topic, "other", Sample.To("other")),
    ];

    [Fact]
    public async Task At_2000_events_a_second_the_others_are_as_fast_as_without_it()
    {
        var without = await MeasureAsync(hangs: false);
        var with = await MeasureAsync(hangs: true);

        Assert.InRange(with.P50, 0, (2 * without.P50) + 20);
        Assert.InRange(with.P99, 0, (2 * without.P99) + 100);
    }

    private async Task<(double P50, double P99)> MeasureAsync(bool hangs)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var world = await EventWorld.StartAsync(database, Lines);
        var open = new TaskCompletionSource();
        var committed = new ConcurrentDictionary<Guid, long>();
        var delays = new ConcurrentQueue<double>();
        world.Heard.Gate = grain => hangs && grain == "hangs" ? open.Task : Task.CompletedTask;
        world.Heard.FaultOf = one =>
        {
            if (one.Grain != "hangs")
                delays.Enqueue(Stopwatch.GetElapsedTime(committed[one.EventId]).TotalMilliseconds);
            return null;
        };

        await SendAsync(world, committed);
        await Wait.Until(() => delays.Count == 2 * PerSecond * Seconds);
        var held = await database.ScalarAsync<int>("select count(*)::int from outbox");
        open.SetResult();

        var sorted = delays.Skip(delays.Count / 10).Order().ToArray(); // the first ones include compilation
        var (p50, p99) = (sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100]);
        output.WriteLine($"hangs {hangs}: p50 {p50:0.0} ms, p99 {p99:0.0} ms, most {sorted[^1]:0} ms, {held} held");
        if (hangs) Assert.Equal(PerSecond * Seconds, held);
        return (p50, p99);
    }

    private static async Task SendAsync(EventWorld world, ConcurrentDictionary<Guid, long> committed)
    {
        var watch = Stopwatch.StartNew();
        for (var n = 0; n < PerSecond * Seconds / PerCommit; n++)
        {
            var early = TimeSpan.FromSeconds((double)n * PerCommit / PerSecond) - watch.Elapsed;
            if (early > TimeSpan.Zero) await Task.Delay(early);
            OutboxEvent[] events =
                [.. Enumerable.Range(0, PerCommit).Select(at => Sample.Event($"{((n * PerCommit) + at) % 1_000}"))];
            // From before the commit, so that the delay includes it.
            foreach (var one in events) committed[one.EventId] = Stopwatch.GetTimestamp();
            _ = world.Store.CommitAsync(new Commit { Events = [.. events] });
        }
    }
}
