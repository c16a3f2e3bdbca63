namespace Ticketing.Reads;

/// <summary>Where a page begins in a list ordered by time and id: after this one. Newest first.</summary>
public sealed record PagePosition(DateTimeOffset At, Guid Id)
{
    /// <summary>Before everything that can be in the database.</summary>
    public static PagePosition Newest { get; } =
        new(new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), Guid.AllBitsSet);
}
