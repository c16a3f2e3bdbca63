namespace Ticketing.Catalog;

/// <summary>What became of a request to the catalog.</summary>
public enum CatalogOutcome
{
    Done,

    /// <summary>Something that was sent cannot be; nothing was written.</summary>
    Invalid,

    /// <summary>There is no such concert or schedule.</summary>
    NotFound,

    /// <summary>It was changed since the version that was named; nothing was written.</summary>
    VersionConflict,

    /// <summary>The id that was asked for is that of something with another content; nothing was written.</summary>
    IdTaken,
}
