using Ticketing.Seats;

namespace Ticketing.Storage;

/// <summary>What a seat is, and since which version of its row.</summary>
public sealed record SeatStanding(string SeatId, SeatStatus Status, long Version);
