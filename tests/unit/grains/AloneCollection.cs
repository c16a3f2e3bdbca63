namespace Ticketing.Tests.Grains;

/// <summary>Tests that measure, and run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
