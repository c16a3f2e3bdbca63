using System.Globalization;
using System.Text;

namespace Ticketing.Api;

/// <summary>
/// Passwords by the profile OpaqueString of PRECIS (RFC 8265): the same password, typed on another keyboard, becomes
/// the same characters. Nothing is trimmed, and upper and lower case differ.
/// </summary>
internal static class OpaqueString
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>The password as it is hashed; null when it has a <paramref name="fault"/>, a predicate.</summary>
    public static string? Enforce(string typed, out string? fault)
    {
        fault = null;
        if (!Texts.IsWellFormed(typed))
        {
            fault = "holds half of a character";
            return null;
        }

        var spaced = new StringBuilder(typed.Length);
        foreach (var rune in typed.EnumerateRunes())
        {
            var isSpace = Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;
            spaced.Append(isSpace ? " " : rune.ToString());
        }

        var enforced = Texts.Compose(spaced.ToString());
        var runes = enforced.EnumerateRunes().ToArray();
        for (var at = 0; at < runes.Length; at++)
        {
            if (IsAllowed(runes, at))
                continue;
            fault = $"must not hold U+{runes[at].Value:X4}: it is invisible, or differs from one device to another";
            return null;
        }

        return enforced;
    }

    /// <summary>
    /// The characters of PRECIS' FreeformClass. Joiners are taken between letters: RFC 5892 asks for a few scripts more
    /// exactly, but no comparison depends on it.
    /// </summary>
    private static bool IsAllowed(Rune[] runes, int at) => runes[at].Value switch
    {
        ZeroWidthJoiner or ZeroWidthNonJoiner =>
            at > 0 && at + 1 < runes.Length && IsOfWord(runes[at - 1]) && IsOfWord(runes[at + 1]),
        // Conjoining jamo that the normal form has not composed are old Hangul.
        (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97C) or (>= 0xD7B0 and <= 0xD7FB) => false,
        ' ' => true,
        _ => !Texts.IsBlank(runes[at].ToString()) && Rune.GetUnicodeCategory(runes[at]) switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator => false,
            _ => true,
        },
    };

    private static bool IsOfWord(Rune rune) => Rune.IsLetter(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
