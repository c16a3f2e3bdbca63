namespace Ticketing.Api;

/// <summary>Gathers what is wrong with a request, so that a client hears all of it at once.</summary>
internal sealed class FieldProblems
{
    private readonly List<FieldProblem> found = [];

    public bool Any => found.Count > 0;

    public void Add(string field, string message) => found.Add(new FieldProblem(field, message));

    public void Require(bool condition, string field, string message)
    {
        if (!condition)
            Add(field, message);
    }

    public Problem ToProblem() => Problems.InvalidRequest.With(found);
}
