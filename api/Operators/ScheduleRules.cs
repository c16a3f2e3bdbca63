namespace Ticketing.Api;

/// <summary>What terms of a sale we take; null is not given.</summary>
internal static class ScheduleRules
{
    public static FieldErrors Check(
        DateTimeOffset? startsAt, DateTimeOffset? opensAt, int? holdSeconds, int? seatsPerFan)
    {
        var errors = new FieldErrors();
        errors.Require(
            holdSeconds is null or (>= Limits.MinHoldSeconds and <= Limits.MaxHoldSeconds),
            "$.holdSeconds",
            $"The hold must last {Limits.MinHoldSeconds} to {Limits.MaxHoldSeconds} seconds.");
        errors.Require(
            seatsPerFan is null or (>= 1 and <= Limits.MaxSeatsPerFan),
            "$.seatsPerFan",
            $"A fan may have 1 to {Limits.MaxSeatsPerFan} seats.");
        errors.Require(!(opensAt >= startsAt), "$.opensAt", "The sale must open before the event starts.");
        return errors;
    }
}
