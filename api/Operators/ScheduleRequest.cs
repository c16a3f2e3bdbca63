using System.Runtime.InteropServices;
using System.Text.Json;
using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>A date of a concert, to put on sale.</summary>
/// <param name="StartsAt">When the event starts; the sale ends then.</param>
/// <param name="OpensAt">When the sale opens.</param>
/// <param name="HoldSeconds">How long an unpaid reservation keeps its seats: 5 to 3,600.</param>
/// <param name="SeatsPerFan">Seats that a fan may hold and own: 1 to 100.</param>
/// <param name="Prices">Points for every category of the plan, 0 to 100,000,000.</param>
/// <param name="Plan">A seating plan in pretix's JSON format.</param>
/// <param name="Queue">Not given, there is one with the defaults of its members.</param>
/// <param name="Admissions">What is sold without seats, up to 20.</param>
public sealed record ScheduleRequest(
    DateTimeOffset StartsAt,
    DateTimeOffset OpensAt,
    int HoldSeconds,
    int SeatsPerFan,
    Dictionary<string, long> Prices,
    JsonElement Plan,
    QueueRequest? Queue = null,
    IReadOnlyList<AdmissionRequest?>? Admissions = null)
{
    public const string PlanPath = "$.plan";

    internal NewSchedule ToCommand(Guid concertId, Guid? id) => new(
        concertId,
        StartsAt,
        new SaleSettings(OpensAt, HoldSeconds, SeatsPerFan),
        Prices,
        JsonMarshal.GetRawUtf8Value(Plan).ToArray(),
        PlanPath,
        id)
    {
        Queue = (Queue ?? new QueueRequest()).ToSettings(),
        // A null among them is told like one that lacks everything.
        Admissions = [.. (Admissions ?? []).Select(one => new Admission(
            one?.Category ?? "", one?.Capacity ?? 0, one?.Price ?? -1))],
    };
}
