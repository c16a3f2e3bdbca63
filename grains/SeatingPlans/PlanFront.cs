namespace Ticketing.Catalog;

/// <summary>The point that the seats of a plan look at: rows nearer to it are better.</summary>
/// <param name="Name">The text on the plan that names it; null when nothing on the plan does.</param>
public sealed record PlanFront(PlanPoint At, FrontSource Source, string? Name = null);

/// <summary>How the front of a plan was found. The numbers are stored and must not change.</summary>
public enum FrontSource
{
    /// <summary>The organiser gave it with the import.</summary>
    Given = 0,

    /// <summary>The text of an area, or the name of a zone without seats, names it.</summary>
    Area = 1,

    /// <summary>Assumed: the rows with the lowest numbers are the nearest to it.</summary>
    RowNumbers = 2,

    /// <summary>Assumed: the first row of the plan is the nearest to it.</summary>
    FirstRow = 3,
}

/// <summary>A side of a plan, or its middle.</summary>
public enum FrontSide
{
    Top,
    Bottom,
    Left,
    Right,
    Middle,
}

/// <summary>Where an organiser says that the front is: a side, or a point in the plan's coordinates.</summary>
public sealed record FrontWish(FrontSide? Side, double? X, double? Y)
{
    /// <summary>The error in the wish, or null.</summary>
    public string? Fault => (Side, X, Y) switch
    {
        ({ } side, null, null) => Enum.IsDefined(side) ? null : "is no side",
        (null, { } x, { } y) => Math.Max(Math.Abs(x), Math.Abs(y)) <= PlanLimits.MaxCoordinate
            ? null
            : $"must not be further from 0 than {PlanLimits.MaxCoordinate:0}",
        _ => "must have either 'side', or 'x' and 'y'",
    };

    /// <summary>A side is the middle of that side of the rectangle around all seats.</summary>
    /// <param name="seats">The positions of the seats, at least one.</param>
    public PlanFront Of(IReadOnlyCollection<PlanPoint> seats)
    {
        var bounds = PlanBounds.Of(seats);
        return new PlanFront(
            Side switch
            {
                FrontSide.Top => bounds.Middle with { Y = bounds.TopLeft.Y },
                FrontSide.Bottom => bounds.Middle with { Y = bounds.BottomRight.Y },
                FrontSide.Left => bounds.Middle with { X = bounds.TopLeft.X },
                FrontSide.Right => bounds.Middle with { X = bounds.BottomRight.X },
                FrontSide.Middle => bounds.Middle,
                _ => new PlanPoint(X!.Value, Y!.Value),
            },
            FrontSource.Given);
    }
}
