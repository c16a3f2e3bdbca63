namespace Ticketing.Tests.Host;

[GenerateSerializer]
[Alias("tests.KeptText")]
public sealed class KeptText
{
    [Id(0)]
    public string Text { get; set; } = "";
}
