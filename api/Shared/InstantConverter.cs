using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Ticketing.Api;

/// <summary>
/// A point in time in RFC 3339: always with an offset, so that no time zone is guessed, and in years that Postgres and
/// common calendars can hold.
/// </summary>
internal sealed partial class InstantConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>
    /// Milliseconds. A grain's memory is more precise than Postgres, and an answer must read the same after a restart.
    /// </summary>
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int FirstYear = 2000;
    private const int LastYear = 2199;
    private const string Rule =
        "must be a time in RFC 3339, with seconds and an offset, as in '2030-05-01T19:30:00+09:00'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String || Parse(TextConverter.Decoded(ref reader)) is not { } instant)
            throw new InvalidValueException(reader.TokenType is JsonTokenType.Null ? JsonFaults.NotNull : Rule);
        return instant.Year is >= FirstYear and <= LastYear
            ? instant
            : throw new InvalidValueException($"must lie in the years {FirstYear} to {LastYear}");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));

    /// <summary>
    /// In UTC; null when the text is no date-time of RFC 3339. The parsers of the framework refuse lower-case letters
    /// and leap seconds, and take times without seconds. A leap second is the first moment of the next minute, in any
    /// minute: which ones have it is announced half a year ahead.
    /// </summary>
    internal static DateTimeOffset? Parse(string text)
    {
        if (DateTimeText().Match(Texts.Clean(text)) is not { Success: true } match)
            return null;
        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), Number(match, "second"));
        var (offsetHour, offsetMinute) = (Number(match, "offsetHour"), Number(match, "offsetMinute"));
        if (hour > 23 || minute > 59 || second > 60 || offsetHour > 23 || offsetMinute > 59)
            return null;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTime.TryParseExact(
            match.Groups["date"].ValueSpan, "yyyy-MM-dd", CultureInfo.InvariantCulture, utc, out var day))
        {
            return null;
        }

        var offset = new TimeSpan(offsetHour, offsetMinute, 0);
        var time = new TimeSpan(hour, minute, second) - (match.Groups["sign"].ValueSpan is "-" ? -offset : offset);
        var ticks = day.Ticks + time.Ticks + Fraction(match.Groups["fraction"].ValueSpan);
        return ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks
            ? null
            : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private static int Number(Match match, string name) =>
        match.Groups[name] is { Success: true } digits
            ? int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : 0;

    /// <summary>Digits beyond a tick (100 ns) are cut off.</summary>
    private static long Fraction(ReadOnlySpan<char> digits)
    {
        var ticks = 0L;
        for (var place = 0; place < 7; place++)
            ticks = (ticks * 10) + (place < digits.Length ? digits[place] - '0' : 0);
        return ticks;
    }

    [GeneratedRegex(
        @"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt](?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})"
        + @"(\.(?<fraction>[0-9]+))?([Zz]|(?<sign>[+-])(?<offsetHour>[0-9]{2}):(?<offsetMinute>[0-9]{2}))\z")]
    private static partial Regex DateTimeText();
}
