using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Ticketing.Accounts;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>
/// Signs in, at every door: the API and the dashboard. Failures are counted per account and per address by
/// <see cref="ISignInGrain"/>, so that all processes share the counts. An email without an account is counted and takes
/// as long as one with an account.
/// </summary>
internal sealed class SignIns(
    AccountStore store, Passwords passwords, IGrainFactory grains, IOptions<ApiOptions> options)
{
    /// <summary>The credentials have passed <see cref="CredentialRules.CheckKnown"/>.</summary>
    public async Task<SignInAnswer> TryAsync(Credentials credentials, HttpContext http)
    {
        var email = CredentialRules.Normalise(credentials.Email);
        if (options.Value.RateLimits is not { Enabled: true } limits)
            return new SignInAnswer(await CompareAsync(email, credentials, http.RequestAborted), 0);

        var address = Digest(ClientRates.AddressOf(http));
        var forAccount = new SignInAttempt(
            Digest(email), address, limits.FailuresPerAccount, limits.AccountWaitSeconds);
        var forAddress = new SignInAttempt(address, "", limits.FailuresPerAddress, limits.AddressWaitSeconds);
        var permit = await CountsOf(forAccount).Begin(forAccount);
        if (permit.WaitSeconds > 0)
            return new SignInAnswer(null, permit.WaitSeconds);
        if (!permit.IsKnown && await CountsOf(forAddress).Begin(forAddress) is { WaitSeconds: > 0 } refused)
        {
            await CountsOf(forAccount).End(forAccount, SignInEnd.NotTried);
            return new SignInAnswer(null, refused.WaitSeconds);
        }

        SignInEnd? end = SignInEnd.NotTried; // until the password was compared
        try
        {
            var account = await CompareAsync(email, credentials, http.RequestAborted);
            end = account is null ? null : SignInEnd.Succeeded;
            return new SignInAnswer(account, 0);
        }
        finally
        {
            if (end is { } ended)
            {
                await CountsOf(forAccount).End(forAccount, ended);
                if (!permit.IsKnown)
                    await CountsOf(forAddress).End(forAddress, ended);
            }
        }
    }

    private async Task<Account?> CompareAsync(string email, Credentials credentials, CancellationToken cancellation)
    {
        var account = await store.FindAsync(email, cancellation);
        var match = passwords.Match(account, credentials.Password.Value);
        if (match == PasswordMatch.Wrong)
            return null;
        // Another hash of an operator's password would end the operator's sessions.
        if (match == PasswordMatch.RightButHashedOtherwise && !account!.IsOperator)
            await store.RehashAsync(account, passwords.Hash(credentials.Password.Value), cancellation);
        return account;
    }

    private ISignInGrain CountsOf(SignInAttempt attempt) =>
        grains.GetGrain<ISignInGrain>(GrainKeys.SignIns(attempt.Target));

    /// <summary>Neither emails nor addresses are kept by the grains.</summary>
    private static string Digest(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}

/// <summary>The answer to an attempt to sign in.</summary>
/// <param name="Account">Null when the email or the password is wrong, and when the attempt must wait.</param>
/// <param name="WaitSeconds">Above 0: the password was not compared.</param>
internal sealed record SignInAnswer(Account? Account, int WaitSeconds);
