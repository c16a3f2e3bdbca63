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
            var given = Nullable.GetUnderlyingType(member.PropertyType)
                ?? throw new InvalidOperationException($"{type.Type.Name}.{member.Name} cannot be absent.");
            member.CustomConverter =
                (JsonConverter)Activator.CreateInstance(typeof(GivenConverter<>).MakeGenericType(given))!;
        }
    }

    /// <summary>Reads a value that is given; an absent member keeps the default of its parameter, null.</summary>
    private sealed class GivenConverter<T> : JsonConverter<T?>
        where T : struct
    {
        public override bool HandleNull => true;

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null
                ? throw new InvalidValueException("must not be null: leave the member out to keep its value")
                : ((JsonConverter<T>)options.GetConverter(typeof(T))).Read(ref reader, typeof(T), options);

        public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, options);
    }
}
