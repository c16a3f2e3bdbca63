using Microsoft.AspNetCore.DataProtection;

namespace Ticketing.Api;

/// <summary>
/// Sees to a key for tokens before the process answers anybody. Processes that start together on a new database would
/// each make one, and who had read before another wrote would refuse the other's tokens for up to a day. Keys that
/// follow are made days before they are used, when every process has read them.
/// </summary>
internal sealed class TokenKeys(IDataProtectionProvider protection, SetupLock setup) : IHostedLifecycleService
{
    /// <summary>In this phase, which is over before the framework reads the keys; after the schema is there.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var taken = await setup.TakeAsync(cancellationToken);
        protection.CreateProtector(nameof(TokenKeys)).Protect(""); // reads the keys, and makes one if there is none
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
