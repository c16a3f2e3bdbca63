namespace Ticketing.Queues;

public enum AllowOutcome
{
    Allowed,
    LimitExceeded,

    /// <summary>A reservation of this id was made or tried before: look for it before making it.</summary>
    SeenBefore,
}
