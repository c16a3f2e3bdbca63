using System.Globalization;
using Ticketing.Tickets;

namespace Ticketing.Tests.Support;

/// <summary>Signs nothing, and the same in every run: what is simulated is repeated.</summary>
internal sealed class PlainSigner : ITicketSigner
{
    public string Sign(TicketClaims claims) =>
        string.Create(CultureInfo.InvariantCulture, $"{claims.TicketId:N}.{claims.SeatId}");
}
