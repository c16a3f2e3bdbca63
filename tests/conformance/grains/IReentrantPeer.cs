namespace Ticketing.Tests.Conformance;

public interface IReentrantPeer : IGrainWithStringKey
{
    Task Hold(string gate);

    /// <summary>Calls itself through another grain.</summary>
    Task<string> RoundTrip(string text, int depth);
}
