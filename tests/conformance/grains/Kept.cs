namespace Ticketing.Tests.Conformance;

[GenerateSerializer]
[Alias("tests.Kept")]
public sealed class Kept
{
    [Id(0)]
    public int Number { get; set; }
}
