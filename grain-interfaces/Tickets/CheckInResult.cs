namespace Ticketing.Tickets;

public enum CheckInResult
{
    /// <summary>Let in, now.</summary>
    Admitted,

    /// <summary>Somebody was let in with it before: see when and where in the ticket.</summary>
    UsedBefore,
    Cancelled,
    Unknown,
}
