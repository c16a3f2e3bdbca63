namespace Ticketing.Queues;

/// <summary>What could be bought, as far as the queue knows.</summary>
public enum SeatSupply
{
    Free,

    /// <summary>No seat is free, but some are held and may come back.</summary>
    OnlyHeld,

    /// <summary>No seat is free and none is held.</summary>
    SoldOut,
}
