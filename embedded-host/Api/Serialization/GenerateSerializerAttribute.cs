namespace Orleans;

/// <summary>A message. The embedded host passes it by reference; the cluster serializes it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether the parameters of a primary constructor are serialized too.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}
