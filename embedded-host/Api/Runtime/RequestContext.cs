namespace Orleans.Runtime;

/// <summary>Values that travel with a call to the callee and on; changes there do not come back.</summary>
public static class RequestContext
{
    // Immutable once set: a change replaces the dictionary, so that calls under way keep what they left with.
    private static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    /// <summary>The names of all values.</summary>
    public static IEnumerable<string> Keys => Values.Value is { } values ? values.Keys : [];

    /// <summary>All names and values.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Values.Value is { } values ? values : [];

    internal static Dictionary<string, object>? Current
    {
        get => Values.Value;
        set => Values.Value = value;
    }

    /// <summary>The value of that name, or null.</summary>
    public static object? Get(string key) => Values.Value?.GetValueOrDefault(key);

    /// <summary>Sets a value for all calls made from here on.</summary>
    public static void Set(string key, object value)
    {
        ArgumentNullException.ThrowIfNull(key);
        Values.Value = new Dictionary<string, object>(Values.Value ?? []) { [key] = value };
    }

    /// <summary>Takes a value away; whether there was one.</summary>
    public static bool Remove(string key)
    {
        if (Values.Value is not { } values || !values.ContainsKey(key))
            return false;
        var rest = new Dictionary<string, object>(values);
        rest.Remove(key);
        Values.Value = rest.Count == 0 ? null : rest;
        return true;
    }

    /// <summary>Takes all values away.</summary>
    public static void Clear()
    {
        if (Values.Value is not null)
            Values.Value = null;
    }
}
