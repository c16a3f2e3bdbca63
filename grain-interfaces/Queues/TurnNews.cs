namespace Ticketing.Queues;

/// <summary>What a reservation tells the queue about its fan's turn.</summary>
public enum TurnNews
{
    /// <summary>A payment has begun: the turn lasts at least as long, once.</summary>
    PaymentBegan,

    Paid,

    /// <summary>Cancelled or expired.</summary>
    Released,

    /// <summary>A reservation was made: the turn ends when the last of them is released.</summary>
    Reserved,
}
