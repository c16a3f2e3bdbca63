namespace Ticketing.Catalog;

/// <summary>One thing that is wrong with what was sent.</summary>
/// <param name="Path">Where: a JSON path such as <c>$.zones[0].rows[3].seats[2].seat_guid</c>.</param>
/// <param name="Message">What is wrong there, for the person who has to mend it.</param>
public sealed record FieldError(string Path, string Message);
