namespace Ticketing.Tests.Conformance;

/// <summary>A service that lives as long as an activation.</summary>
public sealed class Scoped(Probe probe) : IDisposable
{
    public void Dispose() => probe.Note("scope ended");
}
