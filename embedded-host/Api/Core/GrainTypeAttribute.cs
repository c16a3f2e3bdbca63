namespace Orleans;

/// <summary>The name of a grain class in identities, where the class name will not do.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute : Attribute
{
    public GrainTypeAttribute(string grainType) => GrainType = grainType;

    internal string GrainType { get; }
}
