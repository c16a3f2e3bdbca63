namespace Ticketing.Api;

/// <summary>The answer that an exception gets at the edge.</summary>
internal enum FaultKind
{
    /// <summary>500: a mistake in this code or its configuration; the same request fails again.</summary>
    Bug,

    /// <summary>503: refused before a grain has seen it, so nothing has changed.</summary>
    Refused,

    /// <summary>503: the request may have taken effect; sending it again with the same key is safe.</summary>
    OutcomeUnknown,

    /// <summary>The same, where the next second is hardly better than this one.</summary>
    OutcomeUnknownForLonger,

    /// <summary>503: the database cannot be used; nothing has changed.</summary>
    StoreUnavailable,
}
