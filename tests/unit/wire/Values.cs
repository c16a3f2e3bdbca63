using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Tests.Wire;

/// <summary>A value as lines of text, by the names of its JSON: <c>seats[0].seatId = A-1</c>; enums by name.</summary>
internal static class Values
{
    public static string Of(object value)
    {
        var text = new StringBuilder();
        Write(text, "", value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string path, object? value)
    {
        switch (value)
        {
            case null or string or bool or Guid or Enum or int or long:
                Line(text, path, value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case DateTimeOffset moment:
                Line(text, path, moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                break;
            case IEnumerable many:
                var at = 0;
                foreach (var one in many) Write(text, $"{path}[{at++}]", one);
                Line(text, $"{path}.length", $"{at}");
                break;
            default:
                var before = path.Length == 0 ? "" : $"{path}.";
                foreach (var property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
                    Write(text, before + NameOf(property), property.GetValue(value));
                break;
        }
    }

    private static void Line(StringBuilder text, string path, string value) =>
        text.Append(path).Append(" = ").Append(value).Append('\n');

    private static string NameOf(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name
        ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
