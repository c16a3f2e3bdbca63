using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Ticketing.Seats;
using Ticketing.Storage;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>How much of a schedule is left.</summary>
/// <param name="Categories">In the plan's order, then general admission.</param>
/// <param name="Zones">Of the plan, in its order; general admission is in none.</param>
public sealed record AvailabilityBody(IReadOnlyList<SupplyBody> Categories, IReadOnlyList<SupplyBody> Zones);

/// <summary>The seats or admissions of a category or zone; those that are in no count were taken off sale.</summary>
/// <param name="Name">Of the category, or of the zone; a zone's may be empty.</param>
/// <param name="Held">Become free again unless they are paid for.</param>
/// <param name="Capacity">All of them together.</param>
public sealed record SupplyBody(string Name, int Free, int Held, int Sold, int Capacity);

/// <summary>Counts what is left. Pure.</summary>
internal static class Availability
{
    public static AvailabilityBody Of(SentSeatMap map, IReadOnlyList<AdmissionCount> admissions)
    {
        var plan = map.Plan;
        var zones = plan.SeatsByZone.Select(count => new Counter(count)).ToArray();
        var categories = plan.SeatsByCategory.Select(count => new Counter(count)).ToArray();
        foreach (var (seat, status) in map.Taken())
        {
            var (zone, category) = plan.GroupsOf(seat);
            zones[zone].Take(status);
            categories[category].Take(status);
        }

        return new AvailabilityBody(
            [
                .. plan.Categories.Zip(categories, (name, counter) => counter.ToBody(name)),
                .. admissions.Select(one => new SupplyBody(
                    one.Category, one.Capacity - one.Allocated - one.Sold, one.Allocated, one.Sold, one.Capacity)),
            ],
            [.. plan.Zones.Zip(zones, (name, counter) => counter.ToBody(name))]);
    }

    private sealed class Counter(int capacity)
    {
        private int held, sold, blocked;

        public void Take(SeatStatus status)
        {
            held += status == SeatStatus.Held ? 1 : 0;
            sold += status == SeatStatus.Sold ? 1 : 0;
            blocked += status == SeatStatus.Blocked ? 1 : 0;
        }

        public SupplyBody ToBody(string name) => new(name, capacity - held - sold - blocked, held, sold, capacity);
    }
}

/// <summary>
/// The seats left of the schedules that are watched. Each is counted at most once a second in a process, from the seat
/// map that it keeps, however many callers ask.
/// </summary>
internal sealed class AvailabilityCache(
    SeatMapCache maps, CatalogStore catalog, IOptions<JsonOptions> json, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly SharedValues<SentAvailability> counted = new(
        (id, known) => CountAsync(id, known, maps, catalog, json.Value.SerializerOptions), MaxAge, time);

    /// <summary>Null when there is no such schedule.</summary>
    public ValueTask<SentAvailability?> GetAsync(Guid scheduleId) => counted.GetAsync(scheduleId);

    private static async Task<SentAvailability?> CountAsync(
        Guid id, SentAvailability? known, SeatMapCache maps, CatalogStore catalog, JsonSerializerOptions json)
    {
        if (await maps.GetAsync(id) is not { } map)
            return null;
        if (!map.KnowsPlan)
            throw new StoreUnavailableException($"The plan of schedule {id} cannot be read at present.");
        var admissions = known is { HasAdmissions: false } ? [] : await catalog.CountAdmissionsAsync(id);
        return known is { HasAdmissions: false } && known.MapVersion == map.Version
            ? known
            : SentAvailability.Of(map, admissions, json);
    }
}

/// <summary>An <see cref="AvailabilityBody"/> as it is sent: many fans ask each second, over bad connections.</summary>
/// <param name="Version">Names the content, in every process.</param>
/// <param name="HasAdmissions">Whether there is general admission, which is counted in the database.</param>
internal sealed record SentAvailability(
    string Version, PackedBody Body, string MapVersion, bool HasAdmissions)
{
    private const int HashBytes = 8;

    public static SentAvailability Of(
        SentSeatMap map, IReadOnlyList<AdmissionCount> admissions, JsonSerializerOptions json)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Availability.Of(map, admissions), json);
        var version = Convert.ToHexStringLower(SHA256.HashData(body)[..HashBytes]);
        return new SentAvailability(
            version, PackedBody.Of(body, withBrotli: true), map.Version, admissions.Count > 0);
    }
}
