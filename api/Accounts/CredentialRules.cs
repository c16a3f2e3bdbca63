namespace Ticketing.Api;

/// <summary>What emails and passwords we take.</summary>
internal static class CredentialRules
{
    public const int MinPasswordLength = 8;
    public const int MaxPasswordLength = 128;
    public const int MaxEmailLength = 254;

    /// <summary>Lower case. That .NET and Postgres agree on it for ASCII only is why we ask for ASCII.</summary>
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
