namespace Ticketing.Storage;

/// <summary>
/// What is to be kept of a reservation in the read model: one row of facets, each of which is replaced when the written
/// one has a higher version. Facets that are null stay as they are. Never a conflict.
/// </summary>
public sealed record DetailsRow(
    Guid ReservationId,
    ReservationFacet? Reservation = null,
    PaymentFacet? Payment = null,
    TicketFacet? Tickets = null,
    StockFacet? Stock = null);
