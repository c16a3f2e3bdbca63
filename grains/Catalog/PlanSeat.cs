namespace Ticketing.Catalog;

/// <summary>A seat of a plan.</summary>
/// <param name="SeatId">The plan's <c>seat_guid</c>.</param>
/// <param name="Number">As people read it.</param>
/// <param name="At">Its place in the whole plan: the zone's and the row's positions are added.</param>
public sealed record PlanSeat(string SeatId, string Number, PlanPoint At, string Category);
