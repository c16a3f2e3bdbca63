using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Api;

/// <summary>
/// Reads every string of every request body that no other converter reads: cleaned by <see cref="Texts.Clean"/>, on one
/// line. A new member of a body passes this door without doing anything for it.
/// </summary>
internal class TextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Checked(Texts.Clean(Decoded(ref reader)), hasLines: false);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    public override string ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Checked(Texts.Clean(Decoded(ref reader)), hasLines: false);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    /// <summary>The string as it was sent.</summary>
    internal static string Decoded(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
        {
            throw new InvalidValueException(
                reader.TokenType is JsonTokenType.Null ? JsonFaults.NotNull : JsonFaults.Text);
        }

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InvalidValueException("is not valid Unicode: it holds half of a character, or bad UTF-8");
        }
    }

    protected static string Checked(string text, bool hasLines) =>
        Texts.CharacterFault(text, hasLines) is { } fault ? throw new InvalidValueException(fault) : text;
}

/// <summary>A text that may have several lines.</summary>
internal sealed class LinesConverter : TextConverter
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Checked(Texts.CleanLines(Decoded(ref reader)), hasLines: true);
}

/// <summary>
/// A string that is taken as it was sent: a password, which has rules of its own, or an id that a program copies, which
/// is compared character by character.
/// </summary>
[JsonConverter(typeof(ExactTextConverter))]
public readonly record struct ExactText(string Value)
{
    public override string ToString() => Value;
}

internal sealed class ExactTextConverter : JsonConverter<ExactText>
{
    public override ExactText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(TextConverter.Decoded(ref reader));

    public override void Write(Utf8JsonWriter writer, ExactText value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
