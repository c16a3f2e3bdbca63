namespace Ticketing.Api;

internal static class ProblemTypeExtensions
{
    public static Problem Occurs(this ProblemType type) => new(type);

    public static Problem Because(this ProblemType type, string explanation) => new Problem(type).Because(explanation);

    public static Problem With(this ProblemType type, string member, object? value) =>
        new Problem(type).With(member, value);

    public static Problem With(this ProblemType type, IEnumerable<FieldProblem> errors) =>
        new Problem(type).With("errors", errors.ToArray());

    public static Problem At(this ProblemType type, string field, string message) =>
        type.With([new FieldProblem(field, message)]);
}
