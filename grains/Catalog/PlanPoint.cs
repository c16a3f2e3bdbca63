namespace Ticketing.Catalog;

/// <summary>A place on a plan, in its units; x grows to the right, y downwards.</summary>
public readonly record struct PlanPoint(double X, double Y)
{
    public static PlanPoint operator +(PlanPoint left, PlanPoint right) => new(left.X + right.X, left.Y + right.Y);

    public double DistanceTo(PlanPoint other) => Math.Sqrt(Square(X - other.X) + Square(Y - other.Y));

    private static double Square(double value) => value * value;
}
