namespace Ticketing.Api;

/// <summary>A concert to offer.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Venue">1 to 200 characters.</param>
/// <param name="Description">At most 4,000 characters.</param>
public sealed record NewConcert(string Title, string Venue, string Description = "")
{
    private const int MaxTitleLength = 200;
    private const int MaxDescriptionLength = 4_000;

    internal FieldErrors Check()
    {
        var errors = new FieldErrors();
        errors.Require(IsTitle(Title), "$.title", $"The title must have 1 to {MaxTitleLength} characters.");
        errors.Require(IsTitle(Venue), "$.venue", $"The venue must have 1 to {MaxTitleLength} characters.");
        errors.Require(
            Description.Length <= MaxDescriptionLength,
            "$.description",
            $"The description has at most {MaxDescriptionLength} characters.");
        return errors;
    }

    private static bool IsTitle(string text) => !string.IsNullOrWhiteSpace(text) && text.Length <= MaxTitleLength;
}
