using System.Text.Json;

namespace Ticketing.Api;

/// <summary>A date of a concert, to put on sale.</summary>
/// <param name="StartsAt">When the event starts; the sale ends then.</param>
/// <param name="OpensAt">When the sale opens.</param>
/// <param name="HoldSeconds">How long an unpaid reservation keeps its seats: 5 to 3,600.</param>
/// <param name="SeatsPerFan">Seats that a fan may hold and own: 1 to 100.</param>
/// <param name="Prices">Points for every category of the plan, 0 to 100,000,000.</param>
/// <param name="Plan">A seating plan in pretix's JSON format.</param>
public sealed record NewSchedule(
    DateTimeOffset StartsAt,
    DateTimeOffset OpensAt,
    int HoldSeconds,
    int SeatsPerFan,
    Dictionary<string, long> Prices,
    JsonElement Plan)
{
    internal FieldErrors Check()
    {
        var errors = ScheduleRules.Check(StartsAt, OpensAt, HoldSeconds, SeatsPerFan);
        foreach (var (category, price) in Prices)
        {
            errors.Require(
                price is >= 0 and <= Limits.MaxSeatPrice,
                $"$.prices['{category}']",
                $"A price is 0 to {Limits.MaxSeatPrice} points.");
        }

        errors.Require(Plan.ValueKind == JsonValueKind.Object, "$.plan", "The plan must be a JSON object.");
        return errors;
    }
}
