namespace Ticketing.Catalog;

/// <summary>What a short text such as a seat id, a category or a title may be.</summary>
public static class PlanText
{
    /// <summary>What is wrong with the text, or null.</summary>
    public static string? Fault(string text, bool mayBeEmpty = false)
    {
        if (!mayBeEmpty && string.IsNullOrWhiteSpace(text))
            return "must not be empty";
        if (text.Length > Limits.MaxNameLength)
            return $"is longer than {Limits.MaxNameLength} characters";
        return text.Any(char.IsControl) ? "holds a control character" : Halves(text);
    }

    /// <summary>Half of a surrogate pair has no UTF-8 form, so that no database could keep it.</summary>
    public static string? Halves(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
                return "holds half of a character";
            at++;
        }
        return null;
    }
}
