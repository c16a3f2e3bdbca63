using System.Text.Json;

namespace Ticketing.Catalog;

/// <summary>Reads one field of a plan's object; what is wrong with it becomes an error and null.</summary>
internal sealed class PlanFields(PlanErrors errors)
{
    /// <summary>An optional field that is <c>null</c> counts as absent, as pretix itself writes such fields.</summary>
    public JsonElement? Optional(JsonElement owner, JsonPlace place, string name, JsonValueKind kind)
    {
        if (!TryFind(owner, place, name, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return Checked(value, place.Field(name), kind);
    }

    public JsonElement? Required(JsonElement owner, JsonPlace place, string name, JsonValueKind kind)
    {
        if (TryFind(owner, place, name, out var value))
            return Checked(value, place.Field(name), kind);
        errors.Add(place.Field(name), "is missing");
        return null;
    }

    public JsonElement? Checked(JsonElement value, JsonPlace place, JsonValueKind kind)
    {
        if (value.ValueKind == kind)
            return value;
        errors.Add(place, $"must be {Name(kind)}, not {Name(value.ValueKind)}");
        return null;
    }

    /// <summary>A text that names something: see <see cref="PlanText.Fault"/> for what is refused.</summary>
    public string? RequiredText(JsonElement owner, JsonPlace place, string name, bool mayBeEmpty = false)
    {
        return Required(owner, place, name, JsonValueKind.String) is { } value
            ? Text(value, place.Field(name), mayBeEmpty)
            : null;
    }

    public string? OptionalText(JsonElement owner, JsonPlace place, string name)
    {
        return Optional(owner, place, name, JsonValueKind.String) is { } value
            ? Text(value, place.Field(name), mayBeEmpty: true)
            : null;
    }

    public PlanPoint? Point(JsonElement value, JsonPlace place)
    {
        var x = Coordinate(value, place, "x");
        var y = Coordinate(value, place, "y");
        return x is null || y is null ? null : new PlanPoint(x.Value, y.Value);
    }

    public PlanPoint? RequiredPoint(JsonElement owner, JsonPlace place, string name)
    {
        return Required(owner, place, name, JsonValueKind.Object) is { } value ? Point(value, place.Field(name)) : null;
    }

    public PlanPoint? OptionalPoint(JsonElement owner, JsonPlace place, string name)
    {
        return Optional(owner, place, name, JsonValueKind.Object) is { } value ? Point(value, place.Field(name)) : null;
    }

    public double? Coordinate(JsonElement owner, JsonPlace place, string name)
    {
        if (Required(owner, place, name, JsonValueKind.Number) is not { } value)
            return null;
        if (value.TryGetDouble(out var number) && Math.Abs(number) <= PlanLimits.MaxCoordinate)
            return number;
        errors.Add(place.Field(name), $"must not be further from 0 than {PlanLimits.MaxCoordinate:0}");
        return null;
    }

    /// <summary>A text to draw: any length, any number of lines.</summary>
    public string? RequiredCaption(JsonElement owner, JsonPlace place, string name)
    {
        return Required(owner, place, name, JsonValueKind.String) is { } value
            ? Decoded(value, place.Field(name))
            : null;
    }

    private string? Text(JsonElement value, JsonPlace place, bool mayBeEmpty)
    {
        if (Decoded(value, place) is not { } text)
            return null;
        if (PlanText.Fault(text, mayBeEmpty) is not { } fault)
            return text;
        errors.Add(place, fault);
        return null;
    }

    private string? Decoded(JsonElement value, JsonPlace place)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape sequence that is one half of a surrogate pair: the parser lets it pass, the decoder does not.
            errors.Add(place, "holds half of a character");
            return null;
        }
    }

    private bool TryFind(JsonElement owner, JsonPlace place, string name, out JsonElement value)
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
