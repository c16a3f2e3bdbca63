using Npgsql;
using Ticketing.Catalog;
using Ticketing.Money;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>Validates what an operator sends. Pure; every fault has its JSON path.</summary>
public static class CatalogRules
{
    public const int MaxDescriptionLength = 10_000;

    private const int FirstYear = 2000;
    private const int LastYear = 2999;

    public static IEnumerable<FieldError> Faults(NewConcert concert) =>
        [.. Title("$.title", concert.Title), .. Title("$.venue", concert.Venue), .. Description(concert.Description)];

    /// <summary>Validates everything except the plan.</summary>
    public static IEnumerable<FieldError> Faults(NewSchedule schedule, DateTimeOffset now) =>
    [
        .. Moment("$.startsAt", schedule.StartsAt),
        .. Future("$.startsAt", schedule.StartsAt, now),
        .. Doors(schedule),
        .. Faults(schedule.Settings, schedule.StartsAt),
        .. schedule.Front?.Fault is { } fault ? [new FieldError("$.front", fault)] : Array.Empty<FieldError>(),
        .. QueueSettingsRules.Faults("$.queue", schedule.Queue),
        .. schedule.Prices.SelectMany(price => Price(price.Key, price.Value)),
        .. Named("$.currency", schedule.Currency, Currencies.Fault),
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
        if (settings.Renewals is < 0 or > HoldLimits.MaxRenewals)
            yield return Range("$.renewals", 0, HoldLimits.MaxRenewals);
        foreach (var fault in Named("$.timeZone", settings.TimeZone, TimeZones.Fault))
            yield return fault;
    }

    /// <summary>Validates what depends on the plan: prices, admissions, and that there is anything to sell.</summary>
    public static IEnumerable<FieldError> Faults(NewSchedule schedule, SeatingPlan plan)
    {
        if (plan.SeatCount == 0 && schedule.Admissions.Count == 0)
        {
            yield return new FieldError(
                $"{schedule.PlanPath}.zones", "holds no seat, and there are no 'admissions': nothing could be sold");
        }

        foreach (var fault in Faults(schedule.Prices, plan).Concat(AdmissionRules.Faults(schedule.Admissions, plan)))
            yield return fault;
    }

    /// <summary>Validates that every category of the plan, and nothing else, has a price.</summary>
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

    /// <summary>
    /// The prices under the names as the plan writes them: the plan is given out as it came, so its names are kept,
    /// but the names of the prices were cleaned.
    /// </summary>
    public static IReadOnlyDictionary<string, long> InNamesOf(
        SeatingPlan? plan, IReadOnlyDictionary<string, long> prices)
    {
        if (plan is null)
            return prices;
        var names = plan.Categories.ToDictionary(
            category => Texts.Clean(category.Name), category => category.Name, StringComparer.Ordinal);
        return prices.ToDictionary(
            price => names.GetValueOrDefault(Texts.Clean(price.Key), price.Key), price => price.Value,
            StringComparer.Ordinal);
    }

    public static IEnumerable<FieldError> Faults(PageRequest request)
    {
        if (request.Limit is < 1 or > PageRequest.MaxLimit)
            yield return Range("limit", 1, PageRequest.MaxLimit);
    }

    public static IEnumerable<FieldError> Faults(EventFilter filter)
    {
        if (filter.Search is not { } search) yield break;
        if (!StorableText.Is(search))
            yield return new FieldError("search", "holds NUL or half of a character");
        else if (search.EnumerateRunes().Count() > EventFilter.MaxSearchLength)
            yield return new FieldError("search", $"is longer than {EventFilter.MaxSearchLength} characters");
    }

    /// <summary>A name that is not given is the installation's.</summary>
    private static IEnumerable<FieldError> Named(string path, string? name, Func<string, string?> faultOf) =>
        name is not null && faultOf(name) is { } fault ? [new FieldError(path, fault)] : [];

    private static IEnumerable<FieldError> Title(string path, string text)
    {
        if (PlanText.Fault(text, mayBeEmpty: false) is { } fault)
            yield return new FieldError(path, fault);
    }

    private static IEnumerable<FieldError> Description(string text)
    {
        if (Texts.Fault(text, MaxDescriptionLength, mayBeEmpty: true, hasLines: true) is { } fault)
            yield return new FieldError("$.description", fault);
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

    private static IEnumerable<FieldError> Doors(NewSchedule schedule)
    {
        if (schedule.DoorsAt is not { } doorsAt)
            return [];
        return doorsAt > schedule.StartsAt
            ? [new FieldError("$.doorsAt", "must not be after startsAt")]
            : Moment("$.doorsAt", doorsAt);
    }

    private static FieldError Range(string path, long from, long to) => new(path, $"must be {from} to {to}");

    private static string PricePath(string category) =>
        $"$.prices['{category.Replace("\\", "\\\\").Replace("'", "\\'")}']";
}

/// <summary>Validates general admission. Pure; every fault has its JSON path.</summary>
public static class AdmissionRules
{
    public const int MaxAdmissions = 20;
    public const int MaxCapacity = 1_000_000;

    /// <summary>The faults that do not depend on the plan.</summary>
    public static IEnumerable<FieldError> Faults(IReadOnlyList<Admission> admissions) =>
        admissions.Count > MaxAdmissions
            ? [new FieldError("$.admissions", $"holds more than {MaxAdmissions}")]
            : admissions.SelectMany((one, at) => Faults(one, at, admissions));

    public static IEnumerable<FieldError> Faults(IReadOnlyList<Admission> admissions, SeatingPlan plan)
    {
        var planned = plan.Categories
            .Select(category => Texts.Clean(category.Name)).ToHashSet(StringComparer.Ordinal);
        return admissions.Take(MaxAdmissions).Index()
            .Where(admission => planned.Contains(Texts.Clean(admission.Item.Category)))
            .Select(admission => new FieldError(
                $"$.admissions[{admission.Index}].category", "is a category of the plan: its seats are sold"));
    }

    private static IEnumerable<FieldError> Faults(Admission one, int at, IReadOnlyList<Admission> all)
    {
        var path = $"$.admissions[{at}]";
        if (PlanText.Fault(one.Category, mayBeEmpty: false) is { } fault)
            yield return new FieldError($"{path}.category", fault);
        else if (all.Take(at).Any(earlier => Texts.AreSame(earlier.Category, one.Category)))
            yield return new FieldError($"{path}.category", "is there twice");
        if (one.Capacity is < 1 or > MaxCapacity)
            yield return new FieldError($"{path}.capacity", $"must be 1 to {MaxCapacity}");
        if (one.Price is < 0 or > Limits.MaxSeatPrice)
            yield return new FieldError($"{path}.price", $"must be 0 to {Limits.MaxSeatPrice}");
    }
}

/// <summary>Translates database failures for callers of the catalog.</summary>
internal static class CatalogFaults
{
    /// <summary>Throws <see cref="StoreUnavailableException"/> when the database cannot be reached.</summary>
    public static async Task<T> AskAsync<T>(string doing, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception exception) when (
            exception is TimeoutException or NpgsqlException { IsTransient: true }
            || exception is NpgsqlException and not PostgresException)
        {
            throw new StoreUnavailableException($"The catalog failed when {doing}: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// For statements that may write: throws <see cref="CommitOutcomeUnknownException"/> unless the database has
    /// certainly refused the write.
    /// </summary>
    public static async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            if (CommitFailure.Of(exception) is CommitOutcomeUnknownException unknown)
                throw unknown;
            throw;
        }
    }
}
