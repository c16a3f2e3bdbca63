namespace Ticketing.Tests.Grains;

internal enum CommitFault
{
    None,

    /// <summary>Nothing is written, and the caller knows.</summary>
    Refused,

    /// <summary>Nothing is written, and nobody knows.</summary>
    LostBefore,

    /// <summary>Everything is written, and nobody knows.</summary>
    LostAfter,
}
