namespace Ticketing.Tickets;

/// <summary>The port to the keys that sign tickets.</summary>
public interface ITicketSigner
{
    /// <summary>The code of a ticket: whoever has the public key can tell offline that it is ours.</summary>
    string Sign(TicketClaims claims);
}
