namespace Ticketing.Tests.Conformance;

[GenerateSerializer]
[Alias("tests.KeptText")]
public sealed class KeptText
{
    [Id(0)]
    public string Text { get; set; } = "";
}
