using Microsoft.AspNetCore.Identity;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>Hashes and checks passwords. Each takes a tenth of a second of a core, on purpose.</summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher)
{
    private static readonly Account Nobody = new(Guid.Empty, "", "", IsOperator: false);

    /// <summary>An unknown email is checked against this hash, so that it takes as long as a known one.</summary>
    private readonly string decoy = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    public string Hash(string password) => hasher.HashPassword(Nobody, password);

    public bool Matches(Account? account, string password)
    {
        var answer = hasher.VerifyHashedPassword(Nobody, account?.PasswordHash ?? decoy, password);
        return account is not null && answer != PasswordVerificationResult.Failed;
    }
}

/// <summary>The rules for emails and passwords.</summary>
internal static class CredentialRules
{
    public const int MinPasswordLength = 8;
    public const int MaxPasswordLength = 128;
    public const int MaxEmailLength = 254;

    /// <summary>Lower case. Emails are ASCII because .NET and Postgres agree on lower case only there.</summary>
    public static string Normalise(string email) => email.ToLowerInvariant();

    public static FieldProblems Check(Credentials credentials)
    {
        var errors = new FieldProblems();
        errors.Require(
            IsEmail(credentials.Email),
            "$.email",
            $"The email must be an ASCII address of at most {MaxEmailLength} characters.");
        errors.Require(
            credentials.Password.Length is >= MinPasswordLength and <= MaxPasswordLength,
            "$.password",
            $"The password must have {MinPasswordLength} to {MaxPasswordLength} characters.");
        return errors;
    }

    private static bool IsEmail(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        return email.Length <= MaxEmailLength
            && at > 0
            && at == email.LastIndexOf('@')
            && at < email.Length - 1
            && !email.AsSpan().ContainsAnyExceptInRange('!', '~');
    }
}
