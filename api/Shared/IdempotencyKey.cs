namespace Ticketing.Api;

/// <summary>The header that identifies a request, so that a repeated request takes effect once.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const string Rule = "must be given once, with 1 to 200 visible ASCII characters";

    /// <summary>Null when the header is missing or malformed; <paramref name="problem"/> then says so.</summary>
    public static string? Read(HttpRequest request, out Problem problem)
    {
        problem = Problems.InvalidRequest.At(Header, Rule);
        var values = request.Headers[Header];
        return values.Count == 1 && values[0] is { } key && IsKey(key) ? key : null;
    }

    /// <summary>Whether the header is absent or well formed.</summary>
    public static bool IsAcceptable(HttpRequest request, out Problem problem)
    {
        problem = Problems.InvalidRequest.At(Header, Rule);
        return request.Headers[Header].Count == 0 || Read(request, out problem) is not null;
    }

    private static bool IsKey(string key) =>
        key.Length is >= 1 and <= Limits.MaxNameLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~');
}
