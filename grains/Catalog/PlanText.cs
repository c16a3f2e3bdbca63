namespace Ticketing.Catalog;

/// <summary>What a short text such as a seat id, a category or a title may be.</summary>
public static class PlanText
{
    /// <summary>What is wrong with the text, or null.</summary>
    public static string? Fault(string text, bool mayBeEmpty)
    {
        if (!mayBeEmpty && string.IsNullOrWhiteSpace(text))
            return "must not be empty";
        if (text.Length > Limits.MaxNameLength)
            return $"is longer than {Limits.MaxNameLength} characters";
        return text.Any(char.IsControl) ? "holds a control character" : null;
    }
}
