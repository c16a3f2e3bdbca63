using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>Maps refusals of the catalog to problems of the API.</summary>
internal static class CatalogRefusals
{
    public static Problem Explain<T>(CatalogResult<T> result) => result.Outcome switch
    {
        CatalogOutcome.NotFound => Problems.NotFound.Occurs(),
        CatalogOutcome.VersionConflict => Problems.ScheduleConflict.Occurs(),
        CatalogOutcome.IdTaken => Problems.KeyReused
            .At(IdempotencyKey.Header, "was used before with another body"),
        CatalogOutcome.Invalid => TypeOf(result).With(
            result.Errors.Select(error => new FieldProblem(error.Path, error.Message))),
        _ => throw new InvalidOperationException($"The catalog had the unknown outcome {result.Outcome}."),
    };

    private static ProblemType TypeOf<T>(CatalogResult<T> result) =>
        result.Errors.Any(error => error.Path.StartsWith(ScheduleRequest.PlanPath, StringComparison.Ordinal))
            ? Problems.InvalidPlan
            : Problems.InvalidRequest;
}
