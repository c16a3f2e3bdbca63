namespace Ticketing.EmbeddedHost;

/// <summary>What takes the requests for one key: an activation, or the pool of a stateless worker.</summary>
internal interface ICallTarget
{
    /// <summary>Takes or refuses the request; false when this target has ended and another must be asked.</summary>
    bool TryPost(Request request);
}
