using System.Text.Json;

namespace Ticketing.Catalog;

/// <summary>Reads single fields of a plan's objects; an invalid field adds an error and reads as null.</summary>
internal sealed class PlanFields(PlanErrors errors)
{
    /// <summary>
    /// An optional field that is <c>null</c> counts as absent, because pretix itself writes such fields.
    /// </summary>
    public JsonElement? Optional(JsonElement owner, JsonPath place, string name, JsonValueKind kind)
    {
        if (!TryFind(owner, place, name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return Checked(value, place.Field(name), kind);
    }

    public JsonElement? Required(JsonElement owner, JsonPath place, string name, JsonValueKind kind)
    {
        if (TryFind(owner, place, name, out var value))
            return Checked(value, place.Field(name), kind);
        errors.Add(place.Field(name), "is missing");
        return null;
    }

    /// <summary>A field of any kind; null when there is none.</summary>
    public JsonElement? Find(JsonElement owner, JsonPath place, string name) =>
        TryFind(owner, place, name, out var value) ? value : null;

    public JsonElement? Checked(JsonElement value, JsonPath place, JsonValueKind kind)
    {
        if (value.ValueKind == kind)
            return value;
        errors.Add(place, $"must be {Name(kind)}, not {Name(value.ValueKind)}");
        return null;
    }

    /// <summary>Reads a name; <see cref="PlanText.Fault"/> says which texts are refused.</summary>
    public string? RequiredText(JsonElement owner, JsonPath place, string name, bool mayBeEmpty = false)
    {
        return Required(owner, place, name, JsonValueKind.String) is { } value
            ? Text(value, place.Field(name), mayBeEmpty)
            : null;
    }

    public string? OptionalText(JsonElement owner, JsonPath place, string name)
    {
        return Optional(owner, place, name, JsonValueKind.String) is { } value
            ? Text(value, place.Field(name), mayBeEmpty: true)
            : null;
    }

    public PlanPoint? Point(JsonElement value, JsonPath place)
    {
        var x = Coordinate(value, place, "x");
        var y = Coordinate(value, place, "y");
        return x is null || y is null ? null : new PlanPoint(x.Value, y.Value);
    }

    public PlanPoint? RequiredPoint(JsonElement owner, JsonPath place, string name)
    {
        return Required(owner, place, name, JsonValueKind.Object) is { } value ? Point(value, place.Field(name)) : null;
    }

    public PlanPoint? OptionalPoint(JsonElement owner, JsonPath place, string name)
    {
        return Optional(owner, place, name, JsonValueKind.Object) is { } value ? Point(value, place.Field(name)) : null;
    }

    public double? Coordinate(JsonElement owner, JsonPath place, string name)
    {
        if (Required(owner, place, name, JsonValueKind.Number) is not { } value)
            return null;
        if (value.TryGetDouble(out var number) && Math.Abs(number) <= PlanLimits.MaxCoordinate)
            return number;
        errors.Add(place.Field(name), $"must not be further from 0 than {PlanLimits.MaxCoordinate:0}");
        return null;
    }

    /// <summary>Reads a text that is only drawn: any length, any number of lines.</summary>
    public string? RequiredCaption(JsonElement owner, JsonPath place, string name)
    {
        return Required(owner, place, name, JsonValueKind.String) is { } value
            ? Decoded(value, place.Field(name))
            : null;
    }

    private string? Text(JsonElement value, JsonPath place, bool mayBeEmpty)
    {
        if (Decoded(value, place) is not { } text)
            return null;
        if (PlanText.Fault(text, mayBeEmpty) is not { } fault)
            return text;
        errors.Add(place, fault);
        return null;
    }

    private string? Decoded(JsonElement value, JsonPath place)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape sequence for one half of a surrogate pair: the parser accepts it, the decoder does not.
            errors.Add(place, "holds half of a character (a surrogate without its other half)");
            return null;
        }
    }

    private bool TryFind(JsonElement owner, JsonPath place, string name, out JsonElement value)
    {
        try
        {
            return owner.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException)
        {
            errors.Add(place, "has a field whose name holds half of a character");
            value = default;
            return false;
        }
    }

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}

/// <summary>A location in a document; formatted as a JSON path only when there is an error.</summary>
internal sealed class JsonPath
{
    private readonly JsonPath? parent;
    private readonly string name;
    private readonly int? index;

    private JsonPath(JsonPath? parent, string name, int? index)
    {
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    public static JsonPath Root(string path) => new(null, path, null);

    public JsonPath Field(string field) => new(this, field, null);

    public JsonPath Item(int item) => new(this, string.Empty, item);

    /// <summary>The name of the field, without the objects that it is in.</summary>
    public string FieldName => index is null ? name : parent!.FieldName;

    public override string ToString() => (parent, index) switch
    {
        (null, _) => name,
        (_, { } item) => $"{parent}[{item}]",
        _ => $"{parent}.{name}",
    };
}

/// <summary>Validates short texts such as seat ids, categories and titles.</summary>
public static class PlanText
{
    /// <summary>The error in the text, or null.</summary>
    public static string? Fault(string text, bool mayBeEmpty) =>
        Texts.Fault(text, Limits.MaxNameLength, mayBeEmpty);
}
