namespace Ticketing.Catalog;

/// <summary>How much of a seating plan is read; <see cref="SeatingPlanReader"/> refuses what is beyond.</summary>
public static class PlanLimits
{
    /// <summary>Room for <see cref="Limits.SeatsPerSchedule"/> seats as pretix writes them, 200 bytes each.</summary>
    public const int MaxPlanBytes = 24 * 1024 * 1024;

    /// <summary>Levels of arrays and objects; the format itself has 8, unknown fields may have more.</summary>
    public const int MaxDepth = 32;

    /// <summary>Problems told at once; reading stops there.</summary>
    public const int MaxErrors = 50;

    /// <summary>Price categories of one plan.</summary>
    public const int MaxCategories = 100;

    /// <summary>Zones, rows, seats and areas together: every seat in a row of its own, and as many again.</summary>
    public const int MaxParts = 3 * Limits.SeatsPerSchedule;

    /// <summary>Furthest coordinate from the origin in either direction, in the plan's units (pixels).</summary>
    public const double MaxCoordinate = 1_000_000;
}
