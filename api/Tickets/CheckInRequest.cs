using Ticketing.Tickets;

namespace Ticketing.Api;

/// <summary>A ticket at a gate.</summary>
/// <param name="Code">What was scanned.</param>
/// <param name="Gate">Where: 1 to 200 characters.</param>
/// <param name="ScheduleId">The date that is being let in; tickets of others are refused. Not given: of any.</param>
public sealed record CheckInRequest(string Code, string Gate, Guid? ScheduleId = null)
{
    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        errors.Require(
            Code.Length is >= 1 and <= TicketCodes.MaxLength,
            "$.code",
            $"A code has 1 to {TicketCodes.MaxLength} characters.");
        errors.Require(
            Gate.Length is >= 1 and <= Limits.MaxNameLength,
            "$.gate",
            $"A gate has 1 to {Limits.MaxNameLength} characters.");
        return errors;
    }
}
