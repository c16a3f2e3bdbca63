using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>Gathers what is wrong with a plan, up to <see cref="PlanLimits.MaxErrors"/>.</summary>
internal sealed class PlanErrors
{
    private readonly ImmutableArray<FieldError>.Builder errors = ImmutableArray.CreateBuilder<FieldError>();

    public bool IsFull => errors.Count >= PlanLimits.MaxErrors;

    public bool IsEmpty => errors.Count == 0;

    public void Add(JsonPlace place, string message)
    {
        if (!IsFull)
            errors.Add(new FieldError(place.ToString(), message));
    }

    public ImmutableArray<FieldError> ToImmutable() => errors.ToImmutable();
}
