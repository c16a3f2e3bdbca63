using Microsoft.AspNetCore.Identity;
using Ticketing.Accounts;

namespace Ticketing.Api;

/// <summary>Hashes and checks passwords: a tenth of a second on a core each, on purpose.</summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher)
{
    private static readonly Account Nobody = new(Guid.Empty, "", "", IsOperator: false);

    /// <summary>What an unknown email is checked against, so that it takes as long as a known one.</summary>
    private readonly string decoy = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    public string Hash(string password) => hasher.HashPassword(Nobody, password);

    public bool Matches(Account? account, string password)
    {
        var answer = hasher.VerifyHashedPassword(Nobody, account?.PasswordHash ?? decoy, password);
        return account is not null && answer != PasswordVerificationResult.Failed;
    }
}
