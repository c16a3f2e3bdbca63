namespace Ticketing.Tests.Grains;

internal enum CommitFault
{
    None,

    /// <summary>Nothing is written, and the caller knows it.</summary>
    Refused,

    /// <summary>Nothing is written, and the caller gets an unknown outcome.</summary>
    LostBefore,

    /// <summary>Everything is written, and the caller gets an unknown outcome.</summary>
    LostAfter,
}
