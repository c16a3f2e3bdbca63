using System.Collections.Immutable;

namespace Ticketing.Store;

/// <summary>
/// Texts as they are compared in a search: without case, accents and compatibility forms, so that "cafe" finds "Café"
/// and a title in fullwidth letters is found by plain ones. .NET runs without the tables of Unicode's normalization, so
/// Postgres normalizes; letters become small in .NET, because Postgres knows only ASCII in some locales.
/// </summary>
internal static class SearchText
{
    /// <summary>More words of a search narrow it no further; they are ignored.</summary>
    private const int MaxWords = 8;

    private const string Marks = @"[\u0300-\u036f]";

    /// <param name="lowered">An SQL expression with a text that <see cref="Lower"/> returned.</param>
    public static string Folded(string lowered) =>
        "replace(replace(translate(lower(regexp_replace("
        + $"normalize({lowered}, nfkd), '{Marks}', '', 'g')), 'øłđı', 'oldi'), 'ß', 'ss'), 'æ', 'ae')";

    public static string Lower(string text) => text.ToLowerInvariant();

    /// <summary>The words of a search; each must be in the text.</summary>
    public static ImmutableArray<string> Words(string? search) =>
        [.. Lower(search ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(MaxWords)];
}
