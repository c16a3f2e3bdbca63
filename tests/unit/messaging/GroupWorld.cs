using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Events;
using Ticketing.Messaging;
using Ticketing.Simulator;
using Ticketing.Storage;

namespace Ticketing.Tests.Messaging;

/// <summary>A consumer group and its grains on one thread under virtual time.</summary>
internal sealed class GroupWorld : IDisposable
{
    public const string Group = "listeners";

    private readonly SimulationThread thread;
    private readonly SimulatedSilo silo;
    private readonly MessagingMeters meters = new();

    public GroupWorld(
        Func<EventOptions, EventOptions>? change = null, int? seed = null,
        params (string Topic, Handler Handler)[] subscriptions)
    {
        thread = new SimulationThread(Time, seed);
        silo = new SimulatedSilo(thread, services => services.AddSingleton(Heard));
        if (subscriptions.Length == 0)
            subscriptions = [(Sample.Topic, Sample.ToOne), (Sample.SeatTopic, Sample.SeatsToOne)];
        Consumers = new ConsumerGroup(
            Group,
            subscriptions.Select(line => new Subscription(line.Topic, Group, line.Handler)),
            silo.Grains, DeadLetters,
            change?.Invoke(new EventOptions()) ?? new EventOptions(), meters, Time,
            NullLogger<ConsumerGroup>.Instance);
    }

    public VirtualTime Time { get; } = new();

    public Heard Heard { get; } = new();

    public MemoryDeadLetters DeadLetters { get; } = new();

    public ConsumerGroup Consumers { get; }

    /// <summary>Events that the group has not finished, as the process reports them.</summary>
    public long Backlog => meters.BacklogOf(Group).Events;

    public void Run(Func<Task> body) => thread.Run(body);

    public Task Pause(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Time);

    /// <summary>
    /// Each event was handled once or is a dead letter; those of a key in the order in which they were sent.
    /// </summary>
    public void AssertInOrder(IEnumerable<OutboxEvent> sent)
    {
        var dead = DeadLetters.Letters.Select(letter => letter.Event.EventId).ToHashSet();
        var taken = Heard.Taken.ToLookup(one => one.Key, one => one.EventId);
        foreach (var key in sent.GroupBy(one => one.Key))
            Assert.Equal(key.Select(one => one.EventId).Where(id => !dead.Contains(id)), taken[key.Key]);
    }

    public void Dispose()
    {
        silo.Dispose();
        meters.Dispose();
    }
}
