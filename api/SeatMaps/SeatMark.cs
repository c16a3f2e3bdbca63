using Ticketing.Seats;

namespace Ticketing.Api;

/// <summary>What a seat is.</summary>
/// <param name="ChangedAt">The sequence of the map when this process learned of it.</param>
internal readonly record struct SeatMark(SeatStatus Status, long ChangedAt);
