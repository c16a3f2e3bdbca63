using System.Collections.Immutable;
using Ticketing.Catalog;

namespace Ticketing.Store;

/// <summary>The outcome of a request to the catalog.</summary>
public enum CatalogOutcome
{
    Done,

    /// <summary>The request is invalid; nothing was written.</summary>
    Invalid,

    /// <summary>There is no such concert or schedule.</summary>
    NotFound,

    /// <summary>The schedule has another version than expected; nothing was written.</summary>
    VersionConflict,

    /// <summary>The requested id belongs to something with other content; nothing was written.</summary>
    IdTaken,
}

/// <param name="Value">Present when <see cref="CatalogOutcome.Done"/>.</param>
/// <param name="Errors">At least one when <see cref="CatalogOutcome.Invalid"/>; otherwise empty.</param>
public sealed record CatalogResult<T>(CatalogOutcome Outcome, T? Value, ImmutableArray<FieldError> Errors)
{
    private const int MaxErrors = 100;

    internal static CatalogResult<T> NotFound { get; } = new(CatalogOutcome.NotFound, default, []);

    internal static CatalogResult<T> VersionConflict { get; } = new(CatalogOutcome.VersionConflict, default, []);

    internal static CatalogResult<T> IdTaken { get; } = new(CatalogOutcome.IdTaken, default, []);

    internal static CatalogResult<T> Done(T value) => new(CatalogOutcome.Done, value, []);

    internal static CatalogResult<T> Invalid(params IEnumerable<FieldError> errors) =>
        new(CatalogOutcome.Invalid, default, [.. errors.Take(MaxErrors)]);
}
