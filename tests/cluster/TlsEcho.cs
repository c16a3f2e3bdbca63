namespace Ticketing.Tests.Orleans;

/// <summary>Returns its argument, through another grain if the caller wants that.</summary>
[Alias("test.tls-echo")]
public interface ITlsEchoGrain : IGrainWithStringKey
{
    [Alias("echo")]
    Task<string> Echo(string text);

    [Alias("through")]
    Task<string> Through(string other, string text);

    /// <summary>The silo that this grain is on.</summary>
    [Alias("place")]
    Task<string> Place();
}

internal sealed class TlsEchoGrain(ILocalSiloDetails silo) : Grain, ITlsEchoGrain
{
    public Task<string> Echo(string text) => Task.FromResult(text);

    public Task<string> Through(string other, string text) =>
        GrainFactory.GetGrain<ITlsEchoGrain>(other).Echo(text);

    public Task<string> Place() => Task.FromResult(silo.SiloAddress.ToString());
}
