namespace Ticketing.Messaging;

/// <summary>An event's place in a lane; it lapses when an earlier event of its key must be tried again first.</summary>
/// <param name="Turn">Of the event's <see cref="KeyLine"/> when the place was given.</param>
internal readonly record struct Place(PendingEvent Event, int Turn)
{
    public bool Lapsed => Event.Line.Turn != Turn;
}
