using System.Globalization;
using Ticketing.Tickets;

namespace Ticketing.Tests.Support;

/// <summary>Signs nothing, and returns the same in every run, so that a simulation can be replayed.</summary>
internal sealed class PlainSigner : ITicketSigner
{
    public string Sign(TicketClaims claims) =>
        string.Create(CultureInfo.InvariantCulture, $"{claims.TicketId:N}.{claims.SeatId}");
}
