namespace Ticketing.Messaging;

/// <summary>
/// Who may go next: a lane takes what has a place in it, and of every key only what need not wait for an earlier event.
/// Holds no more than the caller has under way.
/// </summary>
/// <param name="start">Called when a lane has work and nobody runs it; must neither wait nor run it at once.</param>
internal sealed class EventLines(int maxPerCall, Action<Lane> start)
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, KeyLine> lines = [];
    private readonly Dictionary<LaneKey, Lane> lanes = [];

    public void Add(PendingEvent arrived)
    {
        lock (guard)
        {
            var key = arrived.Received.Key;
            if (!lines.TryGetValue(key, out var line)) lines.Add(key, line = new KeyLine());
            arrived.Line = line;
            line.Append(arrived);
            GivePlaces(line);
        }
    }

    /// <summary>What goes by the next call of the lane; false when nothing waits, and the lane has ended.</summary>
    public bool Take(Lane lane, List<Place> taken)
    {
        taken.Clear();
        lock (guard)
        {
            while (taken.Count < lane.PerCall && lane.Waiting.TryDequeue(out var place))
                if (!place.Lapsed)
                    taken.Add(place);
            if (taken.Count == 0) lanes.Remove(lane.Key);
        }

        return taken.Count > 0;
    }

    /// <summary>They go first again.</summary>
    public void Return(Lane lane, IEnumerable<Place> places)
    {
        lock (guard) lane.Waiting = new Queue<Place>([.. places, .. lane.Waiting]);
    }

    /// <summary>The group has done with it: with the first of its key.</summary>
    public void Finish(PendingEvent first)
    {
        lock (guard)
        {
            var line = first.Line;
            if (line.First != first)
                throw new InvalidOperationException($"{first.Received.EventId} is done before what its key has first.");
            line.RemoveFirst();
            if (line.First is null) lines.Remove(first.Received.Key);
            else GivePlaces(line);
        }
    }

    /// <summary>From now on the first of its key goes by itself, until it is finished.</summary>
    public void SetAside(PendingEvent first)
    {
        lock (guard) first.Line.HoldUpBehindFirst();
    }

    private void GivePlaces(KeyLine line)
    {
        while (line.NextToPlace() is { } next)
        {
            if (lanes.TryGetValue(next.Lane, out var lane))
            {
                lane.Waiting.Enqueue(line.PlaceNext());
                continue;
            }

            lanes.Add(next.Lane, lane = new Lane(next.Lane, maxPerCall));
            lane.Waiting.Enqueue(line.PlaceNext());
            start(lane);
        }
    }
}
