namespace Ticketing.Bench.Tls;

/// <summary>Answers what it was asked, about as long as an answer of the seat map's watermark or of a claim.</summary>
[Alias("bench.echo")]
public interface IEchoGrain : IGrainWithStringKey
{
    [Alias("echo")]
    Task<string> Echo(string text);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<string> Echo(string text) => Task.FromResult(text);
}
