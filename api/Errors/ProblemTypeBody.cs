namespace Ticketing.Api;

/// <summary>A type of problem.</summary>
/// <param name="Type">The <c>type</c> member of problems of this kind.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record ProblemTypeBody(string Type, int Status, string Title, string Advice)
{
    public static ProblemTypeBody Of(ProblemType type) => new(type.Uri, type.Status, type.Title, type.Advice);
}
