namespace Ticketing.PostProcessing;

/// <summary>What carries messages to fans.</summary>
public enum NotificationKind
{
    Log,
    Webhook,
    None,
}
