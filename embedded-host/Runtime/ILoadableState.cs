namespace Ticketing.EmbeddedHost;

/// <summary>A state that is read before its grain activates.</summary>
internal interface ILoadableState
{
    Task ReadStateAsync();
}
