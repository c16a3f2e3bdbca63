using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>One fan at one schedule. Writes nothing: its state is rebuilt from the fan's reservations.</summary>
public sealed class FanGrain(ITicketStore store, TimeProvider time) : Grain, IFanGrain
{
    private FanState? fan;

    public async Task<AllowOutcome> Allow(AllowSeats command)
    {
        if (FanRules.MustRead(fan, command, time.GetUtcNow()))
        {
            var rows = await store.LoadFanAsync(GrainKeys.ParseFan(this.GetPrimaryKeyString()));
            fan = FanRules.Read(fan, rows, time.GetUtcNow());
        }

        (fan, var outcome) = FanRules.Allow(fan!, command, time.GetUtcNow());
        return outcome;
    }

    public Task Settle(SettledAllowance settled)
    {
        if (fan is not null) fan = FanRules.Settle(fan, settled);
        return Task.CompletedTask;
    }
}
