namespace Ticketing.Events;

/// <summary>What became of the tickets of a reservation. The numbers are stored and must not change.</summary>
public enum TicketStatus
{
    Issued = 0,
    Failed = 1,
}
