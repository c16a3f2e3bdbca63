using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ticketing.Api;

/// <summary>
/// Says where and how a JSON body is wrong in words of the API: the serializer's own name .NET types. It tells the
/// kinds of faults apart by its message only; a test pins those.
/// </summary>
internal static partial class JsonFaults
{
    private const string DefaultMessage = "The value has the wrong type, is out of range, or may not be null.";

    public static FieldProblem[] Explain(JsonException fault)
    {
        var path = PricePath().Replace(fault.Path ?? "$", "$$.prices['$1']");
        if (fault is InvalidValueException)
            return [new FieldProblem(path, fault.Message)];
        if (fault.Message.Contains("could not be mapped", StringComparison.Ordinal))
            return [new FieldProblem(path, "There is no such member.")];
        if (fault.Message.StartsWith("Duplicate", StringComparison.Ordinal))
            return [new FieldProblem(path, "The member is given twice.")];
        if (fault.InnerException is JsonException syntax)
            return [new FieldProblem(path, $"The JSON is not well formed at {PlaceOf(syntax)}.")];
        var missing = fault.Message.Split("missing required properties including:");
        return missing.Length == 2
            ? [.. QuotedNames().Matches(missing[1])
                .Select(name => new FieldProblem($"{path}.{name.Groups[1].Value}", "The member is missing."))]
            : [new FieldProblem(path, DefaultMessage)];
    }

    private static string PlaceOf(JsonException syntax) =>
        $"line {(syntax.LineNumber ?? 0) + 1}, byte {(syntax.BytePositionInLine ?? 0) + 1}";

    /// <summary>The serializer quotes names when it must; the names of categories are quoted always.</summary>
    [GeneratedRegex(@"^\$\.prices\.(.+)$", RegexOptions.Singleline)]
    private static partial Regex PricePath();

    [GeneratedRegex("'([A-Za-z]+)'")]
    private static partial Regex QuotedNames();
}
