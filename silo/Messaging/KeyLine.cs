namespace Ticketing.Messaging;

/// <summary>
/// The events of one key that a group has not done with, in order. The first of them have a place in a lane, as long as
/// it is the same one; the others wait. Guarded by <see cref="EventLines"/>.
/// </summary>
internal sealed class KeyLine
{
    private int turn;

    public PendingEvent? First { get; private set; }

    public PendingEvent? Last { get; private set; }

    /// <summary>The first that has no place.</summary>
    public PendingEvent? FirstWaiting { get; private set; }

    /// <summary>How many have a place.</summary>
    public int Placed { get; private set; }

    /// <summary>The first one is tried again and again by itself, and all others wait behind it.</summary>
    public bool IsHeldUp { get; private set; }

    /// <summary>Grows when all places lapse; read without the guard by who runs a lane.</summary>
    public int Turn => Volatile.Read(ref turn);

    public void Append(PendingEvent arrived)
    {
        if (Last is null) First = arrived;
        else Last.Next = arrived;
        Last = arrived;
        FirstWaiting ??= arrived;
    }

    /// <summary>The next that may have a place now, if any: the first of all, or one that goes the same way.</summary>
    public PendingEvent? NextToPlace() =>
        IsHeldUp || FirstWaiting is not { } next || (Placed > 0 && First!.Lane != next.Lane) ? null : next;

    public Place PlaceNext()
    {
        var next = FirstWaiting!;
        FirstWaiting = next.Next;
        Placed++;
        return new Place(next, turn);
    }

    public void HoldUpBehindFirst()
    {
        IsHeldUp = true;
        Volatile.Write(ref turn, turn + 1);
        FirstWaiting = First!.Next;
        Placed = 0;
    }

    public void RemoveFirst()
    {
        if (IsHeldUp) IsHeldUp = false;
        else Placed--;
        First = First!.Next;
        if (First is null) Last = null;
    }
}
