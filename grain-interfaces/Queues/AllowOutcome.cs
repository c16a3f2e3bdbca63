namespace Ticketing.Queues;

public enum AllowOutcome
{
    Allowed,
    LimitExceeded,

    /// <summary>This reservation was committed before: read it instead of making it.</summary>
    AlreadyMade,
}
