using Ticketing.Postgres;
using Ticketing.Queues;

namespace Ticketing.Catalog;

/// <summary>What an operator may say. Pure; every fault is told with its JSON path.</summary>
public static class CatalogRules
{
    public const int MaxDescriptionLength = 10_000;

    private const int FirstYear = 2000;
    private const int LastYear = 2999;

    public static IEnumerable<FieldError> Faults(NewConcert concert) =>
        [.. Title("$.title", concert.Title), .. Title("$.venue", concert.Venue), .. Description(concert.Description)];

    /// <summary>All but the plan.</summary>
    public static IEnumerable<FieldError> Faults(NewSchedule schedule, DateTimeOffset now) =>
    [
        .. Moment("$.startsAt", schedule.StartsAt),
        .. Future("$.startsAt", schedule.StartsAt, now),
        .. Faults(schedule.Settings, schedule.StartsAt),
        .. QueueSettingsRules.Faults("$.queue", schedule.Queue),
        .. schedule.Prices.SelectMany(price => Price(price.Key, price.Value)),
    ];

    public static IEnumerable<FieldError> Faults(SaleSettings settings, DateTimeOffset startsAt)
    {
        foreach (var fault in Moment("$.opensAt", settings.OpensAt))
            yield return fault;
        if (settings.OpensAt >= startsAt)
            yield return new FieldError("$.opensAt", "must be before startsAt");
        if (settings.HoldSeconds is < Limits.MinHoldSeconds or > Limits.MaxHoldSeconds)
            yield return Range("$.holdSeconds", Limits.MinHoldSeconds, Limits.MaxHoldSeconds);
        if (settings.SeatsPerFan is < 1 or > Limits.MaxSeatsPerFan)
            yield return Range("$.seatsPerFan", 1, Limits.MaxSeatsPerFan);
    }

    /// <summary>Whether there is a price for every category of the plan and for nothing else.</summary>
    public static IEnumerable<FieldError> Faults(IReadOnlyDictionary<string, long> prices, SeatingPlan plan)
    {
        var categories = plan.Categories.Select(category => category.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. categories.Where(name => !prices.ContainsKey(name))
                .Select(name => new FieldError(PricePath(name), "is missing: the plan has this category")),
            .. prices.Keys.Where(name => !categories.Contains(name))
                .Select(name => new FieldError(PricePath(name), "is not a category of the plan")),
        ];
    }

    public static IEnumerable<FieldError> Faults(PageRequest request)
    {
        if (request.Limit is < 1 or > PageRequest.MaxLimit)
            yield return Range("limit", 1, PageRequest.MaxLimit);
    }

    private static IEnumerable<FieldError> Title(string path, string text)
    {
        if (PlanText.Fault(text, mayBeEmpty: false) is { } fault)
            yield return new FieldError(path, fault);
        else if (!StorableText.Is(text))
            yield return new FieldError(path, "holds half of a character");
    }

    private static IEnumerable<FieldError> Description(string text)
    {
        if (text.Length > MaxDescriptionLength)
            yield return new FieldError("$.description", $"is longer than {MaxDescriptionLength} characters");
        else if (!StorableText.Is(text))
            yield return new FieldError("$.description", "holds NUL or half of a character");
    }

    private static IEnumerable<FieldError> Price(string category, long price)
    {
        if (price is < 0 or > Limits.MaxSeatPrice)
            yield return Range(PricePath(category), 0, Limits.MaxSeatPrice);
    }

    private static IEnumerable<FieldError> Moment(string path, DateTimeOffset moment)
    {
        if (moment.UtcDateTime.Year is < FirstYear or > LastYear)
            yield return new FieldError(path, $"must lie between the years {FirstYear} and {LastYear}");
    }

    private static IEnumerable<FieldError> Future(string path, DateTimeOffset moment, DateTimeOffset now)
    {
        if (moment.UtcDateTime.Year >= FirstYear && moment <= now)
            yield return new FieldError(path, "must be in the future");
    }

    private static FieldError Range(string path, long from, long to) => new(path, $"must be {from} to {to}");

    private static string PricePath(string category) =>
        $"$.prices['{category.Replace("\\", "\\\\").Replace("'", "\\'")}']";
}
