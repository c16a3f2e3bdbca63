namespace Orleans.Placement;

/// <summary>Where activations of a class are put.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public abstract class PlacementAttribute : Attribute
{
    // In one process there is no choice of place, so nobody derives from this outside.
    private protected PlacementAttribute()
    {
    }
}
