using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Tests.Saga;

/// <summary>Handles the events of an edge, with its trouble.</summary>
internal sealed class TroubledHandler(Subscription line, SagaWorld world) : Handler
{
    private readonly Handler inner = line.Handler;
    private readonly Edge edge = new(line.Topic, line.Group);
    private int left = 3;
    private bool wasLate;

    public override IReadOnlyList<Delivery> Read(OutboxEvent committed)
    {
        var deliveries = inner.Read(committed);
        if (deliveries.Count > 0) world.Used.Add(edge);
        return deliveries;
    }

    public override async Task Handle(IGrainFactory grains, string grainKey, IReadOnlyList<Delivery> deliveries)
    {
        if (world.Slow.TryGetValue(edge, out var slow)) await world.Pause(slow);
        switch (world.Troubled == edge ? world.Trouble : Trouble.None)
        {
            case Trouble.Fails when left-- > 0:
            case Trouble.FailsForGood when !world.Mended:
                throw new InvalidOperationException($"{edge} fails.");
            case Trouble.Late when !wasLate:
                wasLate = true;
                await world.Pause(Limits.PaymentCoverSeconds + SagaWorld.HoldSeconds + 30);
                break;
            case Trouble.Twice:
                await inner.Handle(grains, grainKey, deliveries);
                world.Later(30, () => inner.Handle(grains, grainKey, deliveries));
                break;
            case Trouble.Overtaken:
                world.Later(3, () => inner.Handle(grains, grainKey, deliveries));
                return;
        }

        await inner.Handle(grains, grainKey, deliveries);
    }
}
