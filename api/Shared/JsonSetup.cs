using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>Bodies are read strictly: unknown or ambiguous input is refused, not guessed.</summary>
internal static class JsonSetup
{
    /// <summary>A seating plan is nested one level deep in its body.</summary>
    private const int MaxDepth = PlanLimits.MaxDepth + 1;

    public static IServiceCollection AddStrictJson(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services.ConfigureHttpJsonOptions(options => Apply(options.SerializerOptions));
    }

    private static void Apply(JsonSerializerOptions json)
    {
        json.MaxDepth = MaxDepth;
        json.PropertyNameCaseInsensitive = false;
        json.AllowDuplicateProperties = false;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver())
            .WithAddedModifier(PartialChanges.RefuseNull);
        json.Converters.Add(new TextConverter());
        json.Converters.Add(new InstantConverter());
        json.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
    }
}

/// <summary>
/// A point in time in RFC 3339: always with an offset, so that no time zone is guessed, and in years that Postgres and
/// common calendars can hold.
/// </summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>
    /// Milliseconds. A grain's memory is more precise than Postgres, and an answer must read the same after a restart.
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

/// <summary>Strings without U+0000, which a text in Postgres cannot hold.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = Text(ref reader);
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new InvalidValueException("The text contains the character U+0000.")
            : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    public override string ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options)!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private static string Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            throw new InvalidValueException("The value must be a string.");
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidValueException("The text is not valid Unicode.");
        }
    }
}
