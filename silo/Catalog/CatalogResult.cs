using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <param name="Value">Present when <see cref="CatalogOutcome.Done"/>.</param>
/// <param name="Errors">What is wrong when <see cref="CatalogOutcome.Invalid"/>, at least one.</param>
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
