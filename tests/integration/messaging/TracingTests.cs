using System.Collections.Concurrent;
using System.Diagnostics;
using Ticketing.Events;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Messaging;

/// <summary>One trace from the request to the last grain.</summary>
[Collection(PostgresCollection.Name)]
public sealed class TracingTests(PostgresFixture postgres) : IDisposable
{
    private const string Requests = "Ticketing.Tests.Requests";

    private static readonly Subscription Line = new(Sample.Topic, "listeners", Sample.ToOne);
    private static readonly Subscription Marker = new(Sample.SeatTopic, "listeners", Sample.SeatsToOne);

    private readonly ActivitySource requests = new(Requests);
    private readonly ConcurrentQueue<Activity> ended = [];
    private ActivityListener? listener;

    [Fact]
    public async Task A_trace_spans_request_grain_relay_consumer_and_grain()
    {
        Listen();
        await using var database = await postgres.CreateDatabaseAsync();
        await using var world = await EventWorld.StartAsync(database, [Line]);
        Activity request;
        using (request = requests.StartActivity("POST /reservations", ActivityKind.Server)!)
            await world.Grains.GetGrain<IPublisherGrain>("k").Publish(Sample.Topic);

        await Wait.Until(() => Of(request).Length == 7);
        Activity? parent = null;
        foreach (var (name, kind) in new[]
        {
            ("POST /reservations", ActivityKind.Server),
            ("IPublisherGrain/Publish", ActivityKind.Client),
            ("IPublisherGrain/Publish", ActivityKind.Server),
            ($"publish {Sample.Topic}", ActivityKind.Producer),
            ($"process {Sample.Topic} listeners", ActivityKind.Consumer),
            ("IListenerGrain/HandleReservations", ActivityKind.Client),
            ("IListenerGrain/HandleReservations", ActivityKind.Server),
        })
        {
            var activity = Assert.Single(Of(request), one => (one.OperationName, one.Kind) == (name, kind));
            if (parent is not null) Assert.Equal(parent.SpanId, activity.ParentSpanId);
            parent = activity;
        }

        Assert.Equal(parent!.Id, world.Heard.ActivityId);
    }

    [Fact]
    public async Task Further_events_of_a_call_are_links_and_a_failure_is_seen()
    {
        Listen();
        await using var database = await postgres.CreateDatabaseAsync();
        await using var world = await EventWorld.StartAsync(database, [Line, Marker], ("MaxAttempts", "1"));
        var gate = new TaskCompletionSource();
        world.Heard.Gate = grain => grain == "all" ? gate.Task : Task.CompletedTask;
        world.Heard.FaultOf = one => one.Grain == "all" ? new FormatException("Sick.") : null;
        using var request = requests.StartActivity("batch")!;
        await world.Store.CommitAsync(new Commit { Events = [Sample.Event("first", traceParent: request.Id)] });
        await Wait.Until(() => world.Heard.Calls.Length == 1);
        await world.Store.CommitAsync(new Commit
        {
            Events =
            [
                .. Enumerable.Range(0, 3).Select(n => Sample.Event($"{n}", traceParent: request.Id)),
                Sample.Event("marker", Sample.SeatTopic),
            ],
        });
        // The group gets it after the others, which therefore wait for the next call.
        await Wait.Until(() => world.Heard.Taken.Length == 1);
        gate.SetResult();

        await Wait.Until(() => Of(request).Count(one => one.Kind == ActivityKind.Consumer) == 5
            && Of(request).Count(one => one.Kind == ActivityKind.Producer) == 4);
        var call = Assert.Single(Of(request), one => one.Kind == ActivityKind.Consumer && one.Links.Any());
        Assert.Equal(2, call.Links.Count());
        var published = Of(request).Where(one => one.Kind == ActivityKind.Producer).Select(one => one.SpanId).ToArray();
        Assert.All(
            call.Links.Select(link => link.Context.SpanId).Append(call.ParentSpanId),
            span => Assert.Contains(span, published));
        Assert.All(
            Of(request).Where(one =>
                one.Kind is ActivityKind.Consumer || one.OperationName == "IListenerGrain/HandleReservations"),
            one => Assert.Equal(ActivityStatusCode.Error, one.Status));
    }

    [Fact]
    public async Task Without_a_listener_events_keep_the_trace_of_their_request()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var world = await EventWorld.StartAsync(database, [Line]);
        var sent = Sample.Event("k", traceParent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        await world.Store.CommitAsync(new Commit { Events = [sent] });

        await Wait.Until(() => world.Heard.Taken.Length == 1);
        Assert.Equal(sent.TraceParent, world.Heard.Taken[0].TraceParent);
    }

    public void Dispose()
    {
        listener?.Dispose();
        requests.Dispose();
    }

    private void Listen()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source =>
                source.Name is Requests or "Ticketing.Messaging" or "Microsoft.Orleans.Application",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
    }

    private Activity[] Of(Activity request) => [.. ended.Where(one => one.TraceId == request.TraceId)];
}
