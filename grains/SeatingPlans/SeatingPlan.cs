using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>A valid seating plan: at least one seat, unique seat ids, known categories.</summary>
/// <param name="Stage">The position of the stage; null when no area of the plan is labelled as one.</param>
public sealed record SeatingPlan(
    string Name,
    ImmutableArray<PlanCategory> Categories,
    ImmutableArray<PlanZone> Zones,
    PlanPoint? Stage)
{
    public int SeatCount => Zones.Sum(zone => zone.Rows.Sum(row => row.Seats.Length));
}

/// <summary>A part of the venue: stalls, balcony, a section of the bowl.</summary>
public sealed record PlanZone(string Name, ImmutableArray<PlanRow> Rows);

/// <summary>A row of a zone, with its seats in the plan's order.</summary>
/// <param name="Number">Label as shown to people.</param>
public sealed record PlanRow(string Number, ImmutableArray<PlanSeat> Seats);

/// <summary>A seat of a plan.</summary>
/// <param name="SeatId">The plan's <c>seat_guid</c>.</param>
/// <param name="Number">Label as shown to people.</param>
/// <param name="At">Position in the whole plan: the positions of zone and row are added.</param>
public sealed record PlanSeat(string SeatId, string Number, PlanPoint At, string Category);

/// <summary>A position on a plan, in its units; x grows to the right, y downwards.</summary>
public readonly record struct PlanPoint(double X, double Y)
{
    public static PlanPoint operator +(PlanPoint left, PlanPoint right) => new(left.X + right.X, left.Y + right.Y);

    public double DistanceTo(PlanPoint other) => Math.Sqrt(Square(X - other.X) + Square(Y - other.Y));

    private static double Square(double value) => value * value;
}

/// <summary>A price category of a plan.</summary>
/// <param name="Color">CSS colour for drawing it.</param>
public sealed record PlanCategory(string Name, string? Color);
