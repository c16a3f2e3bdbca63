namespace Ticketing.Catalog;

/// <summary>A category of general admission.</summary>
/// <param name="Price">Points for one.</param>
[GenerateSerializer, Immutable, Alias("AdmissionPrice")]
public sealed record AdmissionPrice([property: Id(0)] string Category, [property: Id(1)] long Price);
