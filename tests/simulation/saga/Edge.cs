namespace Ticketing.Tests.Saga;

/// <summary>A line of the choreography that takes part in paying.</summary>
public readonly record struct Edge(string Topic, string Group)
{
    public override string ToString() => $"{Topic} -> {Group}";
}
