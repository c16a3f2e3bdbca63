namespace Ticketing.Tests.Saga;

/// <summary>The kinds of trouble on an edge of the saga.</summary>
public enum Trouble
{
    None,

    /// <summary>Handling fails a few times, and then succeeds.</summary>
    Fails,

    /// <summary>Handling fails until the event is a dead letter, which is replayed later.</summary>
    FailsForGood,

    /// <summary>The first event is handled long after the hold has expired.</summary>
    Late,

    /// <summary>Every event is handled twice in a row, and once more after a while.</summary>
    Twice,

    /// <summary>Every event is handled after later ones.</summary>
    Overtaken,
}
