namespace Ticketing.Messaging;

/// <summary>Bounds of the relay.</summary>
internal static class RelayLimits
{
    /// <summary>From one look at the outbox to the next, unless there was more than it could take.</summary>
    public const int PauseMilliseconds = 5;

    /// <summary>How often is asked up to which id nothing is to come any more; the looks begin there.</summary>
    public const int OverlapMilliseconds = 200;

    /// <summary>
    /// How long that waits for a transaction that may have taken a lower id; meanwhile the looks walk over what others
    /// deleted. A row that comes later is found by a look at everything, and its key's next may have gone before it.
    /// </summary>
    public const int LongestCommitSeconds = 10;

    /// <summary>How often everything is looked at, if that is cheap.</summary>
    public const int LookAtAllMilliseconds = 500;

    /// <summary>
    /// A look at everything walks over what others still keep from being vacuumed; it may take one part in so many of
    /// the time.
    /// </summary>
    public const int LookAtAllPart = 20;

    /// <summary>How often relays look how many they are, and share anew.</summary>
    public const int ShareMilliseconds = 1_000;

    /// <summary>
    /// How long a shard that another relay shall have waits for its events under way; then they go twice.
    /// </summary>
    public const int HandOverSeconds = 10;

    /// <summary>How long a stop waits for the events under way.</summary>
    public const int DrainSeconds = 5;

    /// <summary>
    /// A relay that has not been heard of for so long loses its shards: its process hangs, or its machine is gone.
    /// </summary>
    public const int SilenceSeconds = 20;

    public const int FirstReconnectMilliseconds = 100;

    public const int MaxReconnectMilliseconds = 5_000;
}
