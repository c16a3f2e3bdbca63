namespace Ticketing.Reads;

/// <summary>Where a page begins in a list ordered by time and id: after this one.</summary>
public sealed record PagePosition(DateTimeOffset At, Guid Id)
{
    /// <summary>The start of a list that has the newest first.</summary>
    public static PagePosition Newest { get; } =
        new(new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), Guid.AllBitsSet);

    /// <summary>The start of a list that has the oldest first.</summary>
    public static PagePosition Oldest { get; } = new(DateTimeOffset.UnixEpoch, Guid.Empty);
}
