using System.Text;

namespace Ticketing.Tests.Api;

/// <summary>Mutates requests, the same way for the same seed.</summary>
public sealed class Mutations(int seed)
{
    private static readonly string[] JsonValues =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-9223372036854775809", "18446744073709551616", "NaN", "\"\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "[]", "{}", "[[]]", "\"0001-01-01T00:00:00Z\"",
        "\"9999-12-31T23:59:59.9999999+14:00\"", "\"2030-02-30T00:00:00Z\"", "\"\u202e\ufeff\U0001F3AB\"",
        "{\"$ref\":\"#\"}",
    ];

    private static readonly string[] PathParts =
    [
        "0", "-1", "null", "undefined", "%00", "%2e%2e", "%2F", "%ff%fe", "..", "a b", "{}", "'", "%", "%zz",
        "\U0001F3AB", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "{0196f3c2-5b1e-7c3a-9d52-1f0c2b7a4e11}",
    ];

    private static readonly string[] HeaderValues =
    [
        "", " ", "\u00fc", "\0", "a\tb", "\"", "\"unclosed", "W/", "*", ",", "a,b", "Bearer", "Bearer ", "Basic eDp5",
        "bytes=0-1", "application/json; charset=", "application/json; charset=utf-7",
        "application/json; charset=\"utf-8\"", "/", "multipart/form-data",
        "gzip", "100-continue", "-1", "99999999999999999999", "Thu, 01 Jan 1970 00:00:00 GMT",
    ];

    private static readonly string[] HeaderNames =
    [
        "Idempotency-Key", "If-None-Match", "If-Modified-Since", "Authorization", "Content-Type", "Accept", "Range",
        "Cookie", "Content-Encoding", "X-HTTP-Method-Override", "X-Forwarded-For", "traceparent", "tracestate",
        "Origin", "Accept-Charset",
    ];

    private readonly Random random = new(seed);

    public bool Chance(int percent) => random.Next(100) < percent;

    public byte[] Body(string valid)
    {
        var text = valid;
        for (var times = random.Next(1, 4); times > 0; times--)
            text = random.Next(4) switch
            {
                0 => ReplaceValue(text),
                1 => Cut(text),
                2 => text.Insert(random.Next(text.Length + 1), Pick(JsonValues)),
                _ => Nest(text),
            };
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && Chance(30))
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    public string PathPart() => Chance(10) ? new string('x', random.Next(1, 2_000)) : Pick(PathParts);

    public string Query() => string.Join('&', Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
        $"{Pick(["limit", "cursor", "Limit", "%00", "", "x[]"])}={(Chance(50) ? Pick(PathParts) : Cursor())}"));

    public (string Name, string? Value) Header() =>
        (Pick(HeaderNames), Chance(10) ? new string('h', 500) : Pick(HeaderValues));

    private string Cursor()
    {
        var bytes = new byte[random.Next(4) switch { 0 => 8, 1 => 24, _ => random.Next(40) }];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('=');
    }

    /// <summary>Inserts something else where a value began: after a colon, comma or bracket.</summary>
    private string ReplaceValue(string text)
    {
        var starts = Enumerable.Range(0, text.Length).Where(index => text[index] is ':' or '[').ToArray();
        if (starts.Length == 0)
            return Pick(JsonValues);
        var start = starts[random.Next(starts.Length)] + 1;
        var end = text.IndexOfAny([',', '}', ']'], Math.Min(start, text.Length - 1));
        return end < start ? text : string.Concat(text.AsSpan(0, start), Pick(JsonValues), text.AsSpan(end));
    }

    private string Cut(string text)
    {
        var start = random.Next(text.Length + 1);
        return text.Remove(start, random.Next(Math.Min(20, text.Length - start) + 1));
    }

    private string Nest(string text)
    {
        var depth = random.Next(1, 200);
        return random.Next(3) switch
        {
            0 => new string('[', depth) + text,
            1 => new string('[', depth) + text + new string(']', depth),
            _ => string.Concat(Enumerable.Repeat("{\"x\":", depth)) + text + new string('}', depth),
        };
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
