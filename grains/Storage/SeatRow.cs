using Ticketing.Seats;

namespace Ticketing.Storage;

/// <summary>The part of a seat that changes, with what is needed to sell it.</summary>
/// <param name="ReservationId">Whose it is while it is held or sold.</param>
/// <param name="Price">In points; fixed at import.</param>
/// <param name="Version">1 after import; see <see cref="Commit"/>.</param>
public sealed record SeatRow(
    SeatKey Key,
    SeatStatus Status,
    Guid? ReservationId,
    string Category,
    long Price,
    long Version);
