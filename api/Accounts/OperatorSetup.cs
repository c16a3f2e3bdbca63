using Ticketing.Accounts;

namespace Ticketing.Api;

/// <summary>
/// Brings the operators' accounts in line with the configuration when the process starts. One process at a time: a
/// password that is hashed once more ends the sessions that the hash before it has begun.
/// </summary>
internal sealed class OperatorSetup(
    IConfiguration configuration,
    AccountStore store,
    Passwords passwords,
    SetupLock setup,
    ILogger<OperatorSetup> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var operators = configuration.GetSection(OperatorOptions.Section).Get<OperatorOptions[]>() ?? [];
        await using var taken = await setup.TakeAsync(cancellationToken);
        foreach (var one in operators)
            await PutAsync(new Credentials(CredentialRules.Normalise(one.Email), one.Password), cancellationToken);
        var emails = operators.Select(one => CredentialRules.Normalise(one.Email)).ToArray();
        var dismissed = await store.KeepOperatorsAsync(emails, cancellationToken);
        if (dismissed > 0)
            ApiLog.OperatorsDismissed(logger, dismissed);
        ApiLog.OperatorsReady(logger, operators.Length);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PutAsync(Credentials credentials, CancellationToken cancellation)
    {
        if (CredentialRules.Check(credentials).Any)
        {
            throw new InvalidOperationException(
                $"{OperatorOptions.Section}: no account can have the email '{credentials.Email}' or its password.");
        }

        var account = await store.FindAsync(credentials.Email, cancellation);
        if (account is not { IsOperator: true } || !passwords.Matches(account, credentials.Password))
            await store.PutOperatorAsync(credentials.Email, passwords.Hash(credentials.Password), cancellation);
    }
}
