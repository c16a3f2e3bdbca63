namespace Ticketing.Api;

/// <summary>A kind of problem. Name and status are part of the API and do not change.</summary>
/// <param name="Title">What is wrong, the same for every occurrence.</param>
/// <param name="Advice">What the client can do about it.</param>
public sealed record ProblemType(string Name, int Status, string Title, string Advice)
{
    /// <summary>The <c>type</c> of RFC 9457: a reference that resolves under this site.</summary>
    public string Uri => $"/problems/{Name}";
}
