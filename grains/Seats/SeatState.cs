using Ticketing.Storage;

namespace Ticketing.Seats;

/// <summary>What a seat grain remembers: the row as last read or committed, and who is about to take it.</summary>
/// <param name="KnownAt">When the row was last known to be the database's.</param>
public sealed record SeatState(SeatRow Row, SeatClaim? Claim, DateTimeOffset KnownAt);
