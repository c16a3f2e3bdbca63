namespace Ticketing.Tests.Conformance;

public interface IReminded : IGrainWithStringKey
{
    Task Start(string name, TimeSpan dueTime, TimeSpan period);

    Task Stop(string name);

    Task<string[]> List();
}

public sealed class RemindedGrain(Probe probe) : Grain, IReminded, IRemindable
{
    public async Task Start(string name, TimeSpan dueTime, TimeSpan period) =>
        await this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task Stop(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<string[]> List() => [.. (await this.GetReminders()).Select(one => one.ReminderName).Order()];

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        probe.Note($"reminded of {reminderName}");
        return Task.CompletedTask;
    }
}
