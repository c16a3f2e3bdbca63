using Orleans.Timers;

namespace Ticketing.Simulator;

/// <summary>
/// Reminders that outlive the silos of a simulation, as a table does. A reminder that a silo cannot deliver comes again
/// after its next period.
/// </summary>
public sealed class SimulatedReminders(VirtualTime time) : IReminderRegistry
{
    private readonly Dictionary<(GrainId Grain, string Name), Reminder> reminders = [];
    private readonly List<SimulatedSilo> silos = [];

    /// <summary>Picks the silo that delivers; the first when not set.</summary>
    public Func<int, int> Pick { get; set; } = _ => 0;

    public Task<IGrainReminder> RegisterOrUpdateReminder(
        GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        Remove(callingGrainId, reminderName);
        var reminder = new Reminder(reminderName, time.GetUtcNow() + dueTime, period);
        reminders[(callingGrainId, reminderName)] = reminder;
        reminder.Timer = time.CreateTimer(_ => Deliver(callingGrainId, reminder), null, dueTime, period);
        return Task.FromResult<IGrainReminder>(reminder);
    }

    public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        Remove(callingGrainId, reminder.ReminderName);
        return Task.CompletedTask;
    }

    public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
        Task.FromResult<IGrainReminder?>(reminders.GetValueOrDefault((callingGrainId, reminderName)));

    public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => Task.FromResult<List<IGrainReminder>>(
        [.. reminders.Where(one => one.Key.Grain == callingGrainId).Select(one => one.Value)]);

    internal void Join(SimulatedSilo silo) => silos.Add(silo);

    private void Remove(GrainId grain, string name)
    {
        if (reminders.Remove((grain, name), out var old)) old.Timer?.Dispose();
    }

    private void Deliver(GrainId grain, Reminder reminder)
    {
        var silo = silos[Pick(silos.Count)];
        _ = Task.Factory.StartNew(
            () => TellAsync(silo, grain, reminder), CancellationToken.None, TaskCreationOptions.None, silo.Thread);
    }

    private async Task TellAsync(SimulatedSilo silo, GrainId grain, Reminder reminder)
    {
        try
        {
            var status = new TickStatus(
                reminder.FirstTick.UtcDateTime, reminder.Period, time.GetUtcNow().UtcDateTime);
            await silo.Grains.GetGrain<IRemindable>(grain).ReceiveReminder(reminder.ReminderName, status);
        }
        catch (Exception exception)
        {
            silo.Log($"The reminder {reminder.ReminderName} of {grain} failed", exception);
        }
    }

    private sealed record Reminder(string ReminderName, DateTimeOffset FirstTick, TimeSpan Period) : IGrainReminder
    {
        public ITimer? Timer { get; set; }
    }
}
