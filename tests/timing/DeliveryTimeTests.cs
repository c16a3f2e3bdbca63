using System.Diagnostics;
using Ticketing.Events;
using Ticketing.Storage;
using Ticketing.Tests.Messaging;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Timing;

/// <summary>From a commit to the grain of a group, in one process.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DeliveryTimeTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private static readonly Subscription One = new(Topics.ReservationCreated, "one", Sample.To("one"));

    [Fact]
    public async Task On_an_idle_host_an_event_is_handled_within_20_milliseconds_of_its_commit()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var world = await EventWorld.StartAsync(database, [One]);
        var times = new List<double>();
        for (var n = 0; n < 120; n++)
        {
            var handled = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            world.Heard.Gate = _ =>
            {
                handled.TrySetResult(Stopwatch.GetTimestamp());
                return Task.CompletedTask;
            };
            await world.Store.CommitAsync(new Commit { Events = [Sample.Event($"{n}")] });
            var committed = Stopwatch.GetTimestamp();
            times.Add(Stopwatch.GetElapsedTime(committed, await handled.Task).TotalMilliseconds);
            await Task.Delay(Random.Shared.Next(60));
        }

        var sorted = times.Skip(20).Order().ToArray(); // the first ones include compilation
        output.WriteLine($"from commit to grain: p50 {sorted[50]:0.0} ms, p99 {sorted[98]:0.0} ms");
        Assert.InRange(sorted[50], 0, 20);
    }
}
