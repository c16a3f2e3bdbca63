namespace Ticketing.Messaging;

/// <summary>
/// Events that gather for one grain while a call of it is under way. <see cref="Waiting"/> is guarded by
/// <see cref="EventLines"/>, the rest belongs to whoever runs the lane.
/// </summary>
internal sealed class Lane(LaneKey key, int maxPerCall)
{
    private int perCall = int.MaxValue;

    public LaneKey Key => key;

    public Queue<Place> Waiting { get; set; } = new();

    /// <summary>Events of the next call, at most.</summary>
    public int PerCall => Math.Min(perCall, maxPerCall);

    /// <summary>Calls in a row that failed for no fault of the events.</summary>
    public int Hindered { get; private set; }

    public void Succeeded()
    {
        Hindered = 0;
        perCall = PerCall * 2;
    }

    /// <summary>
    /// The next call is half as large: should it be one of the events after all, the others come through in the end.
    /// </summary>
    public void WasHindered(int events)
    {
        Hindered++;
        perCall = Math.Max(events / 2, 1);
    }
}
