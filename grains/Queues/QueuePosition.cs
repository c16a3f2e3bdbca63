namespace Ticketing.Queues;

/// <summary>Where a waiting fan stands, as told to the fan.</summary>
/// <param name="Turn">Null while the order has not been drawn.</param>
/// <param name="Ahead">Turns before this one at most; null while the order has not been drawn. 0: the next.</param>
/// <param name="HasCome">Whether the turn has come: the fan should enter.</param>
/// <param name="EstimatedWaitSeconds">Null when nothing is known to go by.</param>
/// <param name="RetryAfterSeconds">When it is worth asking again.</param>
/// <param name="SoldOut">No seat is free and none is held.</param>
/// <param name="OnlyHeld">No seat is free, but some are held and may come back.</param>
public sealed record QueuePosition(
    long? Turn,
    long? Ahead,
    bool HasCome,
    long? EstimatedWaitSeconds,
    int RetryAfterSeconds,
    bool SoldOut,
    bool OnlyHeld);
