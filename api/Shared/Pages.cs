namespace Ticketing.Api;

internal static class Pages
{
    /// <summary>A full page may have a next one; a page that is not full is the last.</summary>
    public static PageBody<TItem> Of<TRow, TItem>(
        IReadOnlyList<TRow> rows, int limit, Func<TRow, TItem> toItem, Func<TRow, string> toCursor) =>
        new([.. rows.Select(toItem)], rows.Count == limit ? toCursor(rows[^1]) : null);
}
