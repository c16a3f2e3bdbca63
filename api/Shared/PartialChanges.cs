using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ticketing.Api;

/// <summary>The body of a PATCH: a member that is absent stays as it is, and no member may be null.</summary>
internal interface IPartialChange;

/// <summary>
/// A null in a change could mean "keep it" or "the default again". Taking it as absent would answer 200 to an operator
/// who meant the other, so it is refused.
/// </summary>
internal static class PartialChanges
{
    public static bool Is(Type type) => typeof(IPartialChange).IsAssignableFrom(type);

    public static void RefuseNull(JsonTypeInfo type)
    {
        if (!Is(type.Type)) return;
        foreach (var member in type.Properties)
        {
            member.CustomConverter = ConverterOf(member)
                ?? throw new InvalidOperationException($"{type.Type.Name}.{member.Name} cannot be absent.");
        }
    }

    /// <summary>Null for a member whose type has no null.</summary>
    private static JsonConverter? ConverterOf(JsonPropertyInfo member)
    {
        if (member.PropertyType == typeof(string)) return member.IsGetNullable ? new GivenTextConverter() : null;
        return Nullable.GetUnderlyingType(member.PropertyType) is { } given
            ? (JsonConverter)Activator.CreateInstance(typeof(GivenConverter<>).MakeGenericType(given))!
            : null;
    }

    private static InvalidValueException NotNull() =>
        new("must not be null: leave the member out to keep its value");

    /// <summary>Reads a value that is given; an absent member keeps the default of its parameter, null.</summary>
    private sealed class GivenConverter<T> : JsonConverter<T?>
        where T : struct
    {
        public override bool HandleNull => true;

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null
                ? throw NotNull()
                : ((JsonConverter<T>)options.GetConverter(typeof(T))).Read(ref reader, typeof(T), options);

        public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, options);
    }

    /// <summary>The same for a text.</summary>
    private sealed class GivenTextConverter : TextConverter
    {
        public override bool HandleNull => true;

        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null
                ? throw NotNull()
                : base.Read(ref reader, typeToConvert, options);
    }
}
