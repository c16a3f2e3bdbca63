using Ticketing.Postgres;

namespace Ticketing.Catalog;

/// <summary>What an operator may sell without seats. Pure; every fault is told with its JSON path.</summary>
public static class AdmissionRules
{
    public const int MaxAdmissions = 20;
    public const int MaxCapacity = 1_000_000;

    /// <summary>All that does not depend on the plan.</summary>
    public static IEnumerable<FieldError> Faults(IReadOnlyList<Admission> admissions) =>
        admissions.Count > MaxAdmissions
            ? [new FieldError("$.admissions", $"holds more than {MaxAdmissions}")]
            : admissions.SelectMany((one, at) => Faults(one, at, admissions));

    public static IEnumerable<FieldError> Faults(IReadOnlyList<Admission> admissions, SeatingPlan plan)
    {
        var planned = plan.Categories.Select(category => category.Name).ToHashSet(StringComparer.Ordinal);
        return admissions.Take(MaxAdmissions).Index()
            .Where(admission => planned.Contains(admission.Item.Category))
            .Select(admission => new FieldError(
                $"$.admissions[{admission.Index}].category", "is a category of the plan: its seats are sold"));
    }

    private static IEnumerable<FieldError> Faults(Admission one, int at, IReadOnlyList<Admission> all)
    {
        var path = $"$.admissions[{at}]";
        if (PlanText.Fault(one.Category, mayBeEmpty: false) is { } fault)
            yield return new FieldError($"{path}.category", fault);
        else if (!StorableText.Is(one.Category))
            yield return new FieldError($"{path}.category", "holds half of a character");
        else if (all.Take(at).Any(earlier => earlier.Category == one.Category))
            yield return new FieldError($"{path}.category", "is there twice");
        if (one.Capacity is < 1 or > MaxCapacity)
            yield return new FieldError($"{path}.capacity", $"must be 1 to {MaxCapacity}");
        if (one.Price is < 0 or > Limits.MaxSeatPrice)
            yield return new FieldError($"{path}.price", $"must be 0 to {Limits.MaxSeatPrice}");
    }
}
