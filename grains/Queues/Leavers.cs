using System.Collections.Immutable;

namespace Ticketing.Queues;

/// <summary>
/// The waiting places that were given back of late. An api process keeps its own record of who waits; this tells it of
/// the fans who left through other processes. Pure.
/// </summary>
/// <param name="Since">The queue's count of abandoned places from which on the list has every such place.</param>
/// <param name="Left">The numbers, each with the count of abandoned places after it; the newest last.</param>
public sealed record Leavers(long Since, ImmutableList<(long Number, long Abandoned)> Left)
{
    public static Leavers From(long abandoned) => new(abandoned, []);

    /// <summary>Beyond <see cref="QueueLimits.LeaversPublished"/>, the oldest is dropped.</summary>
    public Leavers Add(long number, long abandoned)
    {
        var left = Left.Add((number, abandoned));
        return left.Count > QueueLimits.LeaversPublished ? new(left[0].Abandoned, left.RemoveAt(0)) : new(Since, left);
    }

    /// <summary>After the row was read again: another activation may have ended places unseen.</summary>
    /// <param name="known">The count of abandoned places that this activation wrote or read last.</param>
    public Leavers After(long known, long abandoned) => known == abandoned ? this : From(abandoned);

    public QueueLeavers Publish() => new(Since, [.. Left.Select(one => one.Number)]);
}
