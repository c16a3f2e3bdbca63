namespace Ticketing.Api;

/// <summary>
/// Places that were given back through this process before their turn. The queue passes them over without telling
/// anybody; here it is remembered so that a fan who gave a place back is not told to wait. Bounded: the older half is
/// forgotten first, and such a token then looks as if it waited, until its turn.
/// </summary>
internal sealed class GivenBackPlaces
{
    private const int MaxRemembered = 100_000;

    private readonly Lock gate = new();
    private HashSet<(Guid ScheduleId, long Number)> recent = [];
    private HashSet<(Guid ScheduleId, long Number)> older = [];

    public void Add(QueueTicket ticket)
    {
        lock (gate)
        {
            if (recent.Count >= MaxRemembered / 2)
                (recent, older) = ([], recent);
            recent.Add((ticket.ScheduleId, ticket.Place.Number));
        }
    }

    public bool Has(QueueTicket ticket)
    {
        var place = (ticket.ScheduleId, ticket.Place.Number);
        lock (gate)
            return recent.Contains(place) || older.Contains(place);
    }
}
