using System.Globalization;
using System.Net.Mail;
using System.Text;

namespace Ticketing.Api;

/// <summary>
/// Email addresses, international ones included (RFC 6531). The form in which an account is kept is in lower case, with
/// the domain as mail servers look it up (<c>xn--...</c>): a mailbox has one account, however its address is typed.
/// </summary>
internal static class EmailAddress
{
    public const int MaxLength = 254;
    public const string Rule = "must be an email address, as in 'name@example.org', of at most 254 characters";

    /// <summary>Characters of a local part, besides letters and digits, that need no quotes (RFC 5322).</summary>
    private const string Atom = "!#$%&'*+-/=?^_`{|}~.";

    private static readonly IdnMapping Domains = new() { UseStd3AsciiRules = true };

    /// <summary>The form in which it is kept; null when the text is no address.</summary>
    public static string? Read(string typed)
    {
        var text = Texts.CleanCode(typed);
        if (Texts.Length(text) > MaxLength || !MailAddress.TryCreate(text, out var address) || address.Address != text)
            return null;
        var local = address.User;
        if (local.EndsWith('.') || !All(local, rune => rune.IsAscii && Atom.Contains((char)rune.Value)))
            return null;
        return ReadDomain(address.Host) is { } domain
            && $"{Texts.Compose(local.ToLowerInvariant())}@{domain}" is { Length: <= MaxLength } kept
                ? kept
                : null;
    }

    /// <summary>
    /// Whether earlier releases took the address. Accounts that they made keep it, in lower case and otherwise as it
    /// was typed.
    /// </summary>
    public static bool WasTakenBefore(string typed)
    {
        var at = typed.IndexOf('@', StringComparison.Ordinal);
        return typed.Length <= MaxLength
            && at > 0
            && at == typed.LastIndexOf('@')
            && at < typed.Length - 1
            && !typed.AsSpan().ContainsAnyExceptInRange('!', '~');
    }

    private static string? ReadDomain(string host)
    {
        if (host.EndsWith('.') || !All(host, rune => rune.Value is '-' or '.'))
            return null;
        try
        {
            return Domains.GetAscii(Texts.Compose(host.ToLowerInvariant())).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null; // an empty or too long label, or one that begins or ends with a hyphen
        }
    }

    private static bool All(string text, Func<Rune, bool> isFineToo) =>
        text.EnumerateRunes().All(rune => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark =>
                !Texts.IsBlank(rune.ToString()),
            _ => isFineToo(rune),
        });
}
