using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>The requested part of a list.</summary>
/// <param name="Limit">The largest number of items in a page: 1 to 100, 20 when not given.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the previous page.</param>
internal sealed record PageQuery(
    [property: FromQuery(Name = "limit")] string? Limit, [property: FromQuery(Name = "cursor")] string? Cursor)
{
    public const int MaxLimit = 100;
    public const int DefaultLimit = 20;
    public const int MaxCursorLength = 400;

    /// <summary>False when the query is malformed; <paramref name="problem"/> then says how.</summary>
    public bool TryRead<TPosition>(
        Func<string?, TPosition?> readCursor, out int limit, out TPosition position, out Problem problem)
        where TPosition : class
    {
        var errors = new FieldProblems();
        limit = ReadLimit();
        errors.Require(limit is >= 1 and <= MaxLimit, "limit", $"must be a whole number from 1 to {MaxLimit}");
        position = readCursor(Cursor)!;
        errors.Require(position is not null, "cursor", "is not one that this list gave you: begin again without it");
        problem = errors.ToProblem();
        return !errors.Any;
    }

    /// <summary>For a list that reads cursors and refuses limits itself.</summary>
    public PageRequest ToRequest() => new(Cursor, ReadLimit());

    private int ReadLimit()
    {
        if (Limit is null)
            return DefaultLimit;
        var text = Texts.CleanCode(Limit);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 0;
    }
}

/// <summary>A part of a list.</summary>
/// <param name="NextCursor">Send it as <c>cursor</c> to get the next page; null at the end.</param>
public sealed record PageBody<T>(IReadOnlyList<T> Items, string? NextCursor);

internal static class Pages
{
    /// <summary>A full page may have a next one; a page that is not full is the last.</summary>
    public static PageBody<TItem> Of<TRow, TItem>(
        IReadOnlyList<TRow> rows, int limit, Func<TRow, TItem> toItem, Func<TRow, string> toCursor) =>
        new([.. rows.Select(toItem)], rows.Count == limit ? toCursor(rows[^1]) : null);
}
