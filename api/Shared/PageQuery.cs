using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Limit">Items of a page, at most: 1 to 100, 20 when not given.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before.</param>
internal sealed record PageQuery(
    [property: FromQuery(Name = "limit")] string? Limit, [property: FromQuery(Name = "cursor")] string? Cursor)
{
    public const int MaxLimit = 100;
    public const int DefaultLimit = 20;

    /// <summary>False when the query is malformed; <paramref name="problem"/> then says how.</summary>
    public bool TryRead<TPosition>(
        Func<string?, TPosition?> readCursor, out int limit, out TPosition position, out Problem problem)
        where TPosition : class
    {
        var errors = new FieldProblems();
        limit = ReadLimit();
        errors.Require(limit is >= 1 and <= MaxLimit, "limit", $"The limit must be a number from 1 to {MaxLimit}.");
        position = readCursor(Cursor)!;
        errors.Require(position is not null, "cursor", "The cursor is not one that this list has given.");
        problem = errors.ToProblem();
        return !errors.Any;
    }

    /// <summary>For a list that reads its cursors, and refuses limits, itself.</summary>
    public PageRequest ToRequest() => new(Cursor, ReadLimit());

    private int ReadLimit()
    {
        if (Limit is null)
            return DefaultLimit;
        return int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 0;
    }
}
