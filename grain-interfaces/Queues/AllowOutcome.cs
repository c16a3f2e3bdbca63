namespace Ticketing.Queues;

public enum AllowOutcome
{
    Allowed,
    LimitExceeded,

    /// <summary>Allowed, but a try of this id may have made the reservation already: look for it first.</summary>
    AllowedAgain,

    /// <summary>A reservation of this id was made, or may have been and exceeds the limit now: look for it.</summary>
    SeenBefore,
}
