using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Ticketing.Simulator;

namespace Ticketing.Tests.Conformance;

/// <summary>The simulator on one thread under virtual time.</summary>
public sealed class SimulatedWorld : GrainWorld
{
    // The shortest time that Task.Delay does not treat as zero.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly SimulationThread thread;

    public SimulatedWorld(WorldOptions options, int? seed = null)
    {
        thread = new SimulationThread(Time, seed);
        Reminders = new SimulatedReminders(Time);
        Silo = new SimulatedSilo(
            thread,
            services => services.AddSingleton(Probe).AddScoped<Scoped>()
                .AddKeyedSingleton<IGrainStorage>("Memory", Storage),
            new SiloOptions
            {
                ResponseTimeout = options.ResponseTimeout,
                CollectionAge = options.CollectionAge,
                MaxEnqueuedRequests = options.MailboxLimit,
                Network = (_, _) => Network(),
                Log = (text, _) => Probe.Note($"log: {text}"),
            },
            Reminders);
    }

    public VirtualTime Time { get; } = new();

    public DateTimeOffset Start { get; } = new VirtualTime().GetUtcNow();

    public SimulatedStorage Storage { get; } = new();

    public SimulatedReminders Reminders { get; }

    public SimulatedSilo Silo { get; }

    /// <summary>Draws the fate of each message.</summary>
    public Func<MessageFate> Network { get; set; } = () => default;

    public int Steps => thread.Steps;

    public override IGrainFactory Grains => Silo.Grains;

    public override Probe Probe { get; } = new();

    public override void Run(Func<Task> body) => thread.Run(body);

    public override Task Delay(TimeSpan time) => Task.Delay(time, Time);

    public override Task Settle() => Delay(Moment);

    public override TimeProvider CallClock => Time;

    public override Task OutlastCalls(TimeSpan responseTimeout) => Delay(responseTimeout + TimeSpan.FromSeconds(2));

    public override void Dispose() => Silo.Dispose();
}
