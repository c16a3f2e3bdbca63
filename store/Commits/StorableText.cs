using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// Text that Postgres can store: well-formed Unicode without NUL. Text is checked before a request joins a batch,
/// because one invalid text would fail the whole batch.
/// </summary>
public static class StorableText
{
    public static bool Is(string text) => !text.Contains('\0') && Texts.IsWellFormed(text);

    /// <summary>Replaces each character that cannot be stored.</summary>
    public static string Of(string text) =>
        Is(text) ? text : string.Concat(text.Replace('\0', '\uFFFD').EnumerateRunes());

    /// <summary>Throws <see cref="ArgumentException"/> when a text of the commit cannot be stored.</summary>
    public static void AssertIn(Commit commit)
    {
        foreach (var table in Tables.All) table.AssertStorable(commit);
    }
}
