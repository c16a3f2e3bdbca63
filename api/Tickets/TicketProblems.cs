namespace Ticketing.Api;

/// <summary>What keeps the bearer of a ticket out.</summary>
public static class TicketProblems
{
    public static readonly ProblemType TicketUsed = new("ticket-used", 409,
        "Somebody was let in with this ticket before.",
        "'usedAt' and 'usedGate' say when and where. Was that your gate a moment ago, and you got no answer: let in.");

    public static readonly ProblemType TicketCancelled = new("ticket-cancelled", 409,
        "The ticket is cancelled.",
        "Its reservation was cancelled, or could not be finished; the money went back.");

    public static readonly ProblemType TicketElsewhere = new("ticket-elsewhere", 409,
        "The ticket is for another date.",
        "'scheduleId' says for which; it was not used up.");

    public static readonly ProblemType TicketInvalid = new("ticket-invalid", 422,
        "This is no ticket of ours.",
        "Scan it again; what was altered, or is not signed by us, is not let in.");
}
