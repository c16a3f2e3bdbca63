using System.Text.Json;

namespace Ticketing.Api;

/// <summary>Collects the faults of a request, so that a client gets all of them at once.</summary>
internal sealed class FieldProblems
{
    /// <summary>The same fault in more places than this is reported once, with its number and some examples.</summary>
    private const int MaxAlike = 10;

    private const int Examples = 3;

    private readonly List<FieldProblem> found = [];

    public bool Any => found.Count > 0;

    public void Add(string field, string message) => found.Add(new FieldProblem(field, message));

    public void Require(bool condition, string field, string message)
    {
        if (!condition)
            Add(field, message);
    }

    /// <summary>Refuses a text that was cleaned when it was read.</summary>
    /// <param name="maxLength">In code points.</param>
    public void RequireText(string field, string text, int maxLength)
    {
        if (Texts.Fault(text, maxLength) is { } fault)
            Add(field, fault);
    }

    public Problem ToProblem() => Problems.InvalidRequest.With(found.GroupBy(one => one.Message).SelectMany(Shorten));

    private static IEnumerable<FieldProblem> Shorten(IGrouping<string, FieldProblem> alike)
    {
        var count = alike.Count();
        return count <= MaxAlike
            ? alike
            : alike.Take(Examples).Select(one => one with
            {
                Message = $"{one.Message} ({count} such errors, of which {Examples} are listed)",
            });
    }
}

/// <param name="Field">A JSON path into the body (<c>$.seats[1]</c>), or the name of a header or parameter.</param>
/// <param name="Message">
/// A predicate whose subject is the field: "must be a whole number", "is missing". All messages have this form, without
/// a full stop.
/// </param>
public sealed record FieldProblem(string Field, string Message);

/// <summary>A converter refuses a value; the message is for the client, and the serializer adds the path.</summary>
internal sealed class InvalidValueException(string message) : JsonException(message);
