namespace Ticketing.Api;

/// <param name="Field">A JSON path into the body (<c>$.seats[1]</c>), or the name of a header or query parameter.</param>
public sealed record FieldError(string Field, string Message);
