namespace Ticketing.EmbeddedHost;

/// <summary>The life of an activation, in this order.</summary>
internal enum ActivationPhase
{
    New,
    Activating,
    Valid,
    Deactivating,
    Ended,
}
