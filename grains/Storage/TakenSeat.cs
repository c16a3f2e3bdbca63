using Ticketing.Seats;

namespace Ticketing.Storage;

/// <summary>A seat that is not available.</summary>
public sealed record TakenSeat(string SeatId, SeatStatus Status);
