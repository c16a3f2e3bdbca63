using System.Buffers;
using System.Text;
using ADRaffy.ENSNormalize;

namespace Ticketing;

/// <summary>
/// The door for every text that people type: how it is cleaned and counted, and which texts are refused. Two texts that
/// look the same become the same text, whatever keyboard or clipboard they come from.
/// </summary>
public static class Texts
{
    private const char FirstComposing = '\u0300';

    /// <summary>
    /// The text in Unicode's normal form C, without the white space and the invisible spaces around it. The argument is
    /// well-formed Unicode.
    /// </summary>
    public static string Clean(string text) => Compose(Trim(text, Invisible.IsSpace));

    /// <summary>A code or an address, which may have any invisible character around it.</summary>
    public static string CleanCode(string text) => Compose(Trim(text, Invisible.Is));

    /// <summary>A text of several lines: line ends of any kind become U+000A.</summary>
    public static string CleanLines(string text) => Clean(text.ReplaceLineEndings("\n"));

    /// <summary>Whether two names are the same one when typed.</summary>
    public static bool AreSame(string left, string right) =>
        left == right || (IsWellFormed(left) && IsWellFormed(right) && Clean(left) == Clean(right));

    /// <summary>
    /// Normal form C. The framework's own method needs ICU, which this program runs without: there it changes nothing.
    /// </summary>
    public static string Compose(string text) =>
        text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstComposing - 1)) ? ENSNormalize.NF.NFC(text) : text;

    /// <summary>
    /// The length as people, OpenAPI and Postgres count it: in characters of Unicode (code points), an emoji as one.
    /// </summary>
    public static int Length(string text)
    {
        var length = 0;
        foreach (var character in text)
            if (!char.IsLowSurrogate(character))
                length++;
        return length;
    }

    /// <summary>Whether there is nothing to see in the text.</summary>
    public static bool IsBlank(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (!Invisible.Is(rune))
                return false;
        return true;
    }

    /// <summary>Whether every surrogate is one half of a pair.</summary>
    public static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and var at)
        {
            if (!char.IsHighSurrogate(rest[at]) || at + 1 == rest.Length || !char.IsLowSurrogate(rest[at + 1]))
                return false;
            rest = rest[(at + 2)..];
        }

        return true;
    }

    /// <summary>The reason to refuse a cleaned text, a predicate ("must not be empty"); null when it is fine.</summary>
    /// <param name="maxLength">In code points.</param>
    public static string? Fault(string text, int maxLength, bool mayBeEmpty = false, bool hasLines = false)
    {
        if (!IsWellFormed(text))
            return "holds half of a character (a surrogate without its other half)";
        if (Length(text) > maxLength)
            return $"is longer than {maxLength} characters";
        if (CharacterFault(text, hasLines) is { } fault)
            return fault;
        return !mayBeEmpty && IsBlank(text) ? "must not be empty" : null;
    }

    /// <summary>The first character that no text may have, as a predicate; null when there is none.</summary>
    public static string? CharacterFault(string text, bool hasLines = false)
    {
        Stack<char>? directions = null;
        foreach (var character in text)
        {
            if (IsControl(character) && !(hasLines && character is '\n' or '\t'))
                return $"holds the control character {Name(character)}";
            if (Invisible.Opens(character) is { } closing)
                (directions ??= new()).Push(closing);
            else if (Invisible.Closes(character)
                && !(directions is not null && directions.TryPop(out var expected) && expected == character))
            {
                return $"holds {Name(character)}, which ends a change of direction that was not begun";
            }
        }

        return directions is null or { Count: 0 }
            ? null
            : "holds a change of direction that is not ended: it would turn the text around it";
    }

    /// <summary>Line and paragraph separators break lines as U+000A does.</summary>
    private static bool IsControl(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';

    private static string Name(char character) => $"U+{(int)character:X4}";

    private static string Trim(string text, Func<Rune, bool> isDropped)
    {
        var rest = text.AsSpan();
        while (Rune.DecodeFromUtf16(rest, out var first, out var length) == OperationStatus.Done && isDropped(first))
            rest = rest[length..];
        while (Rune.DecodeLastFromUtf16(rest, out var last, out var size) == OperationStatus.Done && isDropped(last))
            rest = rest[..^size];
        return rest.Length == text.Length ? text : rest.ToString();
    }
}

/// <summary>The invisible characters of Unicode.</summary>
internal static class Invisible
{
    /// <summary>The ranges of Default_Ignorable_Code_Point (DerivedCoreProperties.txt), first and last.</summary>
    private static readonly (int First, int Last)[] Ignorable =
    [
        (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
        (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    /// <summary>The braille pattern without dots is no white space by its properties, but by its picture.</summary>
    private const int BlankBraille = 0x2800;

    public static bool Is(Rune rune) =>
        Rune.IsWhiteSpace(rune) || rune.Value == BlankBraille || IsIgnorable(rune);

    /// <summary>Default_Ignorable_Code_Point: it changes other characters, or nothing that can be seen.</summary>
    public static bool IsIgnorable(Rune rune)
    {
        foreach (var (first, last) in Ignorable)
        {
            if (rune.Value < first)
                return false;
            if (rune.Value <= last)
                return true;
        }

        return false;
    }

    /// <summary>
    /// White space, visible or not. Other invisible characters mean something at the end of a text: a variation
    /// selector makes a heart red, a direction mark puts an exclamation mark on the right side.
    /// </summary>
    public static bool IsSpace(Rune rune) =>
        Rune.IsWhiteSpace(rune) || rune.Value is 0x200B or 0x2060 or 0xFEFF or BlankBraille;

    /// <summary>The character that ends the change of direction begun by this one; null without one.</summary>
    public static char? Opens(char character) => character switch
    {
        '\u202A' or '\u202B' or '\u202D' or '\u202E' => '\u202C',
        '\u2066' or '\u2067' or '\u2068' => '\u2069',
        _ => null,
    };

    public static bool Closes(char character) => character is '\u202C' or '\u2069';
}
