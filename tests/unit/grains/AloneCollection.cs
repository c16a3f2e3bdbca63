namespace Ticketing.Tests.Grains;

/// <summary>What is measured while nothing else runs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
