using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Api;

/// <summary>
/// A point in time in RFC 3339: always with an offset, so that nobody's time zone is guessed, and in years that
/// Postgres and everybody's calendar can hold.
/// </summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>
    /// Milliseconds: a grain's memory is finer than Postgres, and the same answer must read the same after a restart.
    /// </summary>
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int FirstYear = 2000;
    private const int LastYear = 2199;

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || !reader.TryGetDateTimeOffset(out var instant)
            || !HasOffset(reader.GetString()!))
        {
            throw new InvalidValueException("The value must be a time as in '2030-05-01T19:30:00+09:00'.");
        }

        return instant.UtcDateTime.Year is >= FirstYear and <= LastYear
            ? instant.ToUniversalTime()
            : throw new InvalidValueException($"The year must be {FirstYear} to {LastYear}.");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
