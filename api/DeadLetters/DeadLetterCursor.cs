using Ticketing.Messaging;

namespace Ticketing.Api;

/// <summary>Where a page of dead letters begins: after this position, or at the start when it is null.</summary>
internal sealed record DeadLetterCursor(DeadLetterPosition? Position)
{
    private static readonly DeadLetterCursor Start = new(Position: null);

    public static string Of(Cursor list, DeadLetter last) => list.At(last.DeadAt, last.Event.EventId, last.Group);

    /// <summary>Null when the text is no cursor of this list. Without a text, the start of the list.</summary>
    public static DeadLetterCursor? Read(Cursor list, string? cursor)
    {
        if (cursor is null)
            return Start;
        return list.ReadLongPosition(cursor) is var (at, id, group) && !group.Contains('\0', StringComparison.Ordinal)
            ? new DeadLetterCursor(new DeadLetterPosition(at, id, group))
            : null;
    }
}
