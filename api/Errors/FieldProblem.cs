namespace Ticketing.Api;

/// <param name="Field">A JSON path into the body (<c>$.seats[1]</c>), or the name of a header or parameter.</param>
public sealed record FieldProblem(string Field, string Message);
