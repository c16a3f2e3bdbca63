namespace Ticketing.Api;

/// <summary>How a fan stands in a queue.</summary>
public enum QueueTokenStatus
{
    /// <summary>The order is drawn when the sale opens.</summary>
    BeforeDraw,

    Waiting,

    /// <summary>It is this fan's turn: reserve with the token until 'activeUntil'.</summary>
    Active,

    /// <summary>The turn came, and nobody did.</summary>
    Missed,

    /// <summary>The time to reserve is over.</summary>
    RanOut,

    /// <summary>The place was given back.</summary>
    Left,

    /// <summary>Paid with a reservation of this turn.</summary>
    Served,

    /// <summary>The reservation of this turn was cancelled or expired.</summary>
    Released,

    /// <summary>The event has begun.</summary>
    Closed,
}
