using Microsoft.AspNetCore.Identity;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>Hashes and checks passwords. Each takes a tenth of a second of a core, on purpose.</summary>
internal sealed class Passwords(IPasswordHasher<Account> hasher)
{
    private static readonly Account Nobody = new(Guid.Empty, "", "", IsOperator: false);

    /// <summary>An unknown email is checked against this hash, so that it takes as long as a known one.</summary>
    private readonly string decoy = hasher.HashPassword(Nobody, Guid.NewGuid().ToString());

    public string Hash(string password) =>
        hasher.HashPassword(Nobody, OpaqueString.Enforce(password, out _) ?? password);

    /// <summary>
    /// Earlier releases hashed passwords as they were typed. Such a hash is found by the second comparison, which only
    /// passwords need that are changed by their profile.
    /// </summary>
    public PasswordMatch Match(Account? account, string password)
    {
        var enforced = OpaqueString.Enforce(password, out _);
        foreach (var form in enforced is null || enforced == password ? [password] : (string[])[enforced, password])
        {
            var answer = hasher.VerifyHashedPassword(Nobody, account?.PasswordHash ?? decoy, form);
            if (account is not null && answer != PasswordVerificationResult.Failed)
            {
                return answer == PasswordVerificationResult.Success && form == (enforced ?? password)
                    ? PasswordMatch.Right
                    : PasswordMatch.RightButHashedOtherwise;
            }
        }

        return PasswordMatch.Wrong;
    }
}

/// <summary>Whether a password is an account's.</summary>
internal enum PasswordMatch
{
    Wrong,
    Right,

    /// <summary>Right, but today it would be hashed in another form or with more rounds.</summary>
    RightButHashedOtherwise,
}

/// <summary>The rules for emails and passwords.</summary>
internal static class CredentialRules
{
    /// <summary>In characters of Unicode (code points), as NIST SP 800-63B counts them: an emoji is one.</summary>
    public const int MinPasswordLength = 8;
    public const int MaxPasswordLength = 128;

    private static readonly string Length = $"must have {MinPasswordLength} to {MaxPasswordLength} characters";

    /// <summary>For a new account.</summary>
    public static FieldProblems Check(Credentials credentials)
    {
        var errors = new FieldProblems();
        errors.Require(EmailAddress.Read(credentials.Email) is not null, "$.email", EmailAddress.Rule);
        if (OpaqueString.Enforce(credentials.Password.Value, out var fault) is { } password)
            errors.Require(IsLong(Texts.Length(password)), "$.password", Length);
        else
            errors.Add("$.password", fault!);
        return errors;
    }

    /// <summary>
    /// For an account that may exist: also accepts credentials that earlier releases accepted, so that every account
    /// stays usable.
    /// </summary>
    public static FieldProblems CheckKnown(Credentials credentials)
    {
        var errors = Check(credentials);
        if (!errors.Any)
            return errors;
        var (email, password) = (credentials.Email, credentials.Password.Value);
        errors = new FieldProblems();
        errors.Require(
            EmailAddress.Read(email) is not null || EmailAddress.WasTakenBefore(email), "$.email", EmailAddress.Rule);
        errors.Require(IsLong(password.Length), "$.password", Length);
        return errors;
    }

    /// <summary>The form in which the account's email is kept.</summary>
    public static string Normalise(string email) => EmailAddress.Read(email) ?? email.ToLowerInvariant();

    private static bool IsLong(int length) => length is >= MinPasswordLength and <= MaxPasswordLength;
}
