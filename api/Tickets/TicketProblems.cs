namespace Ticketing.Api;

/// <summary>Problems at the gate.</summary>
public static class TicketProblems
{
    public static readonly ProblemType TicketUsed = new("ticket-used", 409,
        "Somebody was let in with this ticket before.",
        "'usedAt' and 'usedGate' say when and where. If it was your gate a moment ago, and you got no answer: let in.");

    public static readonly ProblemType TicketCancelled = new("ticket-cancelled", 409,
        "The ticket is cancelled.",
        "Its reservation was cancelled, or could not be finished; the money went back.");

    public static readonly ProblemType DoorsClosed = new("doors-closed", 409,
        "The doors are not open yet.",
        "Let the fan in from 'doorsAt' on; the ticket was not used.");

    public static readonly ProblemType TicketNotUsed = new("ticket-not-used", 409,
        "The ticket was not used, so there is no check-in to undo.",
        "Scan another ticket, or check whether it was cancelled.");

    public static readonly ProblemType TicketOfOrderUsed = new("ticket-of-order-used", 409,
        "A ticket of the order was used; the sale stays.",
        "If the fan was let in by mistake, undo the check-in first: POST /api/v1/operator/tickets/undo-check-in.");

    public static readonly ProblemType TicketElsewhere = new("ticket-elsewhere", 409,
        "The ticket is for another date.",
        "'scheduleId' says for which; send the fan to that gate. The ticket was not used.");

    public static readonly ProblemType TicketInvalid = new("ticket-invalid", 422,
        "This is no ticket of ours.",
        "Scan it again; a ticket that was altered, or that we did not sign, is not let in.");
}
