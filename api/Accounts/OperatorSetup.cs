using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>
/// Makes the operators' accounts match the configuration when the process starts. One process at a time: hashing the
/// same password once more would end the sessions that began with the earlier hash.
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
            await PutAsync(new Credentials(one.Email, new ExactText(one.Password)), cancellationToken);
        var emails = operators.Select(one => CredentialRules.Normalise(one.Email)).ToArray();
        var dismissed = await store.KeepOperatorsAsync(emails, cancellationToken);
        if (dismissed > 0)
            ApiLog.OperatorsDismissed(logger, dismissed);
        ApiLog.OperatorsReady(logger, operators.Length);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PutAsync(Credentials credentials, CancellationToken cancellation)
    {
        if (CredentialRules.CheckKnown(credentials).Any)
        {
            throw new InvalidOperationException(
                $"{OperatorOptions.Section}: no account can have the email '{credentials.Email}' or its password.");
        }

        var (email, password) = (CredentialRules.Normalise(credentials.Email), credentials.Password.Value);
        var account = await store.FindAsync(email, cancellation);
        if (account is not { IsOperator: true } || passwords.Match(account, password) == PasswordMatch.Wrong)
            await store.PutOperatorAsync(email, passwords.Hash(password), cancellation);
    }
}

/// <summary>A lock that one process of an installation holds while it looks for something and creates it.</summary>
internal sealed class SetupLock(IOptions<StoreOptions> store)
{
    private const long LockKey = 0x7469_636B_6574_7374; // "ticketst"

    /// <summary>The lock is held until the result is disposed of, or the process dies.</summary>
    public async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellation)
    {
        // Outside the pool: the lock belongs to the session and ends with it.
        var held = new Held(StoreDataSource.CreateFor("setup", store.Value, setup =>
        {
            setup.Pooling = false;
            setup.CommandTimeout = 0;
        }));
        try
        {
            await held.Session.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand($"select pg_advisory_lock({LockKey})", held.Session);
            await command.ExecuteNonQueryAsync(cancellation);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private sealed class Held(NpgsqlDataSource source) : IAsyncDisposable
    {
        public NpgsqlConnection Session { get; } = source.CreateConnection();

        public async ValueTask DisposeAsync()
        {
            await Session.DisposeAsync();
            await source.DisposeAsync();
        }
    }
}
