using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ticketing.Api;

/// <summary>
/// Explains where and how a JSON body is wrong, in terms of the API: the serializer's own texts name .NET types. Only
/// the serializer's message distinguishes the kinds of faults; a test pins those messages.
/// </summary>
internal static partial class JsonFaults
{
    public const string NotNull = "must not be null";
    public const string Text = "must be a string";

    public static FieldProblem[] Explain(JsonException fault)
    {
        var path = PricePath().Replace(fault.Path ?? "$", "$$.prices['$1']");
        if (fault is InvalidValueException)
            return [new FieldProblem(path, fault.Message)];
        if (fault.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return [new FieldProblem(path, UnknownMembers.Explain(fault.Message))];
        if (fault.Message.StartsWith("Duplicate", StringComparison.Ordinal))
            return [new FieldProblem(path, "is given twice")];
        if (fault.InnerException is JsonException syntax)
            return [new FieldProblem(path, ExplainSyntax(syntax))];
        var missing = fault.Message.Split("missing required properties including:");
        return missing.Length == 2
            ? [.. QuotedNames().Matches(missing[1])
                .Select(name => new FieldProblem($"{path}.{name.Groups[1].Value}", "is missing"))]
            : [new FieldProblem(path, ExplainType(fault, path))];
    }

    private static string ExplainSyntax(JsonException syntax)
    {
        var depth = Depth().Match(syntax.Message);
        return depth.Success
            ? $"is nested too deep: at most {depth.Groups[1].Value} levels are read"
            : $"is not well-formed JSON at line {(syntax.LineNumber ?? 0) + 1}, "
                + $"byte {(syntax.BytePositionInLine ?? 0) + 1}";
    }

    /// <summary>The value is of another type than the member, or out of the type's range.</summary>
    private static string ExplainType(JsonException fault, string path)
    {
        var cause = fault.InnerException?.Message ?? fault.Message;
        if (cause.Contains("'Null'", StringComparison.Ordinal)
            || cause.Contains("allow null values", StringComparison.Ordinal))
        {
            return NotNull;
        }

        return ConvertedTo().Match(fault.Message) is { Success: true } match
            ? Expected(TypeOf(match.Groups[1].Value, path.Split('.')[^1]))
            : "must have another type";
    }

    /// <summary>
    /// The serializer names the type of the value, or that of the body whose member the value is. A generic type that
    /// is not found by its name is a list of bodies.
    /// </summary>
    private static Type TypeOf(string name, string member)
    {
        if (typeof(JsonFaults).Assembly.GetType(name) is not { } type)
        {
            return Type.GetType(name)
                ?? (name.Contains('`', StringComparison.Ordinal) ? typeof(IList) : typeof(object));
        }

        var owned = type.GetProperties()
            .FirstOrDefault(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name) == member);
        return owned?.PropertyType ?? type;
    }

    private static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(int))
            return WholeNumber(int.MaxValue);
        if (type == typeof(long))
            return WholeNumber(long.MaxValue);
        if (type == typeof(bool))
            return "must be true or false";
        if (type == typeof(Guid))
            return "must be a UUID, as in '0196f3c2-5b1e-7c3a-9d52-1f0c2b7a4e11'";
        if (type is { IsEnum: true })
            return $"must be one of {string.Join(", ", Enum.GetNames(type).Select(name => $"'{name}'"))}";
        if (type == typeof(string) || type == typeof(ExactText))
            return Text;
        return typeof(IEnumerable).IsAssignableFrom(type) && !typeof(IDictionary).IsAssignableFrom(type)
            ? "must be an array"
            : "must be a JSON object";
    }

    private static string WholeNumber(long max) => string.Create(
        CultureInfo.InvariantCulture,
        $"must be a whole number: digits only, no fraction and no exponent, at most {max:N0}");

    /// <summary>The serializer quotes names only when it must; here, category names are always quoted.</summary>
    [GeneratedRegex(@"^\$\.prices\.(.+)$", RegexOptions.Singleline)]
    private static partial Regex PricePath();

    [GeneratedRegex("'([A-Za-z]+)'")]
    private static partial Regex QuotedNames();

    [GeneratedRegex("maximum configured depth of ([0-9]+)")]
    private static partial Regex Depth();

    [GeneratedRegex(@"could not be converted to (.+?)\. Path: ", RegexOptions.Singleline)]
    private static partial Regex ConvertedTo();
}
