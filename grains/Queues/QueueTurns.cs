using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Queues;

/// <summary>Which number has which turn. Pure.</summary>
public static class QueueTurns
{
    public static DrawOrder Order(QueueRow row) => Order(row.DrawKey, row.DrawnEntries);

    /// <param name="drawnEntries">Null before a draw and without one.</param>
    public static DrawOrder Order(ImmutableArray<byte> drawKey, long? drawnEntries) =>
        drawnEntries is > 0
            ? new DrawOrder(drawKey.AsMemory(), drawnEntries.Value)
            : new DrawOrder(default, entries: 0);

    /// <summary>Null while the order has not been drawn.</summary>
    public static long? TurnOf(QueueRow row, long number) =>
        AwaitsDraw(row) ? null : Order(row).TurnOf(number);

    public static bool AwaitsDraw(QueueRow row) => row.Settings.Draws && row.DrawnEntries is null;
}
