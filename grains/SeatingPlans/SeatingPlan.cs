using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>
/// A valid seating plan: unique seat ids, known categories. It has no seats when only standing places are sold.
/// </summary>
/// <param name="Front">The point that the seats face; null when the plan has no seats.</param>
public sealed record SeatingPlan(
    string Name,
    ImmutableArray<PlanCategory> Categories,
    ImmutableArray<PlanZone> Zones,
    PlanFront? Front)
{
    public int SeatCount => Zones.Sum(zone => zone.SeatCount);
}

/// <summary>A part of the venue: stalls, balcony, a section of the bowl.</summary>
/// <param name="Name">Label as shown to people; empty when it has none.</param>
public sealed record PlanZone(string Name, ImmutableArray<PlanRow> Rows)
{
    public int SeatCount => Rows.Sum(row => row.Seats.Length);
}

/// <summary>A row of a zone, with its seats in the plan's order.</summary>
/// <param name="Number">Label as shown to people; may be empty.</param>
public sealed record PlanRow(string Number, ImmutableArray<PlanSeat> Seats)
{
    /// <summary>The plan's wording for the row, in which <c>%s</c> is the number ("Reihe %s"); null for ours.</summary>
    public string? RowWording { get; init; }

    /// <summary>The same for its seats.</summary>
    public string? SeatWording { get; init; }

    /// <summary>The average position of its seats, of which there must be one.</summary>
    public PlanPoint Middle => new(Seats.Average(seat => seat.At.X), Seats.Average(seat => seat.At.Y));
}

/// <summary>A seat of a plan.</summary>
/// <param name="SeatId">The plan's <c>seat_guid</c>.</param>
/// <param name="Number">Label as shown to people; may be empty.</param>
/// <param name="At">Position in the whole plan: the positions of zone and row are added.</param>
public sealed record PlanSeat(string SeatId, string Number, PlanPoint At, string Category);

/// <summary>A position on a plan, in its units; x grows to the right, y downwards.</summary>
public readonly record struct PlanPoint(double X, double Y)
{
    public double Length => Math.Sqrt((X * X) + (Y * Y));

    public static PlanPoint operator +(PlanPoint left, PlanPoint right) => new(left.X + right.X, left.Y + right.Y);

    public static PlanPoint operator -(PlanPoint left, PlanPoint right) => new(left.X - right.X, left.Y - right.Y);

    public static PlanPoint operator *(double factor, PlanPoint point) => new(factor * point.X, factor * point.Y);

    /// <summary>The scalar product: how far one reaches in the direction of the other.</summary>
    public double Along(PlanPoint direction) => (X * direction.X) + (Y * direction.Y);

    public double DistanceTo(PlanPoint other) => (this - other).Length;
}

/// <summary>The smallest upright rectangle around points.</summary>
public readonly record struct PlanBounds(PlanPoint TopLeft, PlanPoint BottomRight)
{
    public PlanPoint Middle => 0.5 * (TopLeft + BottomRight);

    /// <param name="points">At least one.</param>
    public static PlanBounds Of(IReadOnlyCollection<PlanPoint> points) => new(
        new PlanPoint(points.Min(point => point.X), points.Min(point => point.Y)),
        new PlanPoint(points.Max(point => point.X), points.Max(point => point.Y)));
}

/// <summary>A price category of a plan.</summary>
/// <param name="Color">CSS colour for drawing it.</param>
public sealed record PlanCategory(string Name, string? Color);
