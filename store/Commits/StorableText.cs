using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// Text that Postgres can store: well-formed Unicode without NUL. Text is checked before a request joins a batch,
/// because one invalid text would fail the whole batch.
/// </summary>
public static class StorableText
{
    public static bool Is(string text) => !text.Contains('\0') && IsWellFormed(text);

    /// <summary>Replaces each character that cannot be stored.</summary>
    public static string Of(string text) =>
        Is(text) ? text : string.Concat(text.Replace('\0', '\uFFFD').EnumerateRunes());

    /// <summary>Throws <see cref="ArgumentException"/> when a text of the commit cannot be stored.</summary>
    public static void AssertIn(Commit commit)
    {
        foreach (var table in Tables.All) table.AssertStorable(commit);
    }

    private static bool IsWellFormed(string text)
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
}
