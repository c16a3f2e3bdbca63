using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace Ticketing.Catalog;

/// <summary>
/// Reads seating plans in pretix's format (seating-plan.schema.json of pretix/pretix). Unknown fields are ignored.
/// Never throws: for any bytes it returns a plan or its errors, at most <see cref="PlanLimits.MaxErrors"/>. A document
/// that is too large or not JSON has one error, at the root.
/// </summary>
public static class SeatingPlanReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="root">Prefix of the paths in errors: the location of the plan in a larger document.</param>
    /// <param name="front">Where the front is; null to look for it on the plan. Must have no fault.</param>
    public static PlanReading Read(ReadOnlyMemory<byte> json, string root = "$", FrontWish? front = null)
    {
        var errors = new PlanErrors();
        var reading = ReadInto(errors, json, JsonPath.Root(root), front);
        return errors.IsEmpty ? reading! : new PlanReading(null, errors.ToImmutable());
    }

    /// <summary>Some editors write a byte order mark, which is not valid JSON.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;

    private static PlanReading? ReadInto(
        PlanErrors errors, ReadOnlyMemory<byte> json, JsonPath place, FrontWish? front)
    {
        if (json.Length > PlanLimits.MaxPlanBytes)
        {
            errors.Add(place, $"is larger than {PlanLimits.MaxPlanBytes} bytes");
            return null;
        }
        json = WithoutMark(json);
        if (!Utf8.IsValid(json.Span))
        {
            errors.Add(place, "is not UTF-8");
            return null;
        }
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = PlanLimits.MaxDepth });
            return new PlanScan(errors, front).Plan(document.RootElement, place);
        }
        catch (JsonException refused)
        {
            errors.Add(place, $"is not JSON: {refused.Message}");
            return null;
        }
    }
}

/// <summary>The result of reading a seating plan: a plan, or at least one error.</summary>
/// <param name="Errors">
/// Causes first, then in the plan's order; at most <see cref="PlanLimits.MaxErrors"/>.
/// </param>
public sealed record PlanReading(SeatingPlan? Plan, ImmutableArray<FieldError> Errors)
{
    /// <summary>The assumptions about a valid plan, and its members that are not used.</summary>
    public ImmutableArray<FieldError> Warnings { get; init; } = [];
}

/// <summary>An error in a request or a document.</summary>
/// <param name="Path">Location as a JSON path such as <c>$.zones[0].rows[3].seats[2].seat_guid</c>.</param>
/// <param name="Message">Description of the error for the person who has to fix it.</param>
public sealed record FieldError(string Path, string Message);

/// <summary>
/// Collects the errors of a plan. The same error in many places is one fact for the person who has to mend it: it is
/// reported with its count and a few examples.
/// </summary>
internal sealed class PlanErrors
{
    private const int Examples = 3;

    private readonly List<Repeated> found = [];
    private readonly Dictionary<(string Field, string Kind), Repeated> byKind = [];
    private readonly List<FieldError> causes = [];

    public bool IsFull => found.Count >= PlanLimits.MaxErrors;

    public bool IsEmpty => found.Count == 0 && causes.Count == 0;

    /// <param name="kind">The feature that errors of one kind share, when it is not their message.</param>
    public void Add(JsonPath place, string message, string? kind = null)
    {
        var key = (place.FieldName, kind ?? message);
        if (!byKind.TryGetValue(key, out var same))
        {
            if (IsFull)
                return;
            byKind.Add(key, same = new Repeated());
            found.Add(same);
        }
        same.Add(place, message);
    }

    /// <summary>Adds an error that explains others: it is reported before them.</summary>
    public void AddCause(JsonPath place, string message) => causes.Add(new FieldError(place.ToString(), message));

    public ImmutableArray<FieldError> ToImmutable() =>
        [.. causes.Concat(found.SelectMany(one => one.Reported)).Take(PlanLimits.MaxErrors)];

    /// <summary>An error and how often it occurs.</summary>
    private sealed class Repeated
    {
        private readonly List<FieldError> first = [];
        private int count;

        public IEnumerable<FieldError> Reported => count <= Examples
            ? first
            : first.Select((error, at) => at == 0
                ? error with { Message = $"{error.Message} ({count} such errors, of which {Examples} are listed)" }
                : error);

        public void Add(JsonPath place, string message)
        {
            if (count++ < Examples)
                first.Add(new FieldError(place.ToString(), message));
        }
    }
}

/// <summary>Limits of a seating plan; <see cref="SeatingPlanReader"/> refuses a larger one.</summary>
public static class PlanLimits
{
    /// <summary>Room for <see cref="Limits.SeatsPerSchedule"/> seats as pretix writes them, 200 bytes each.</summary>
    public const int MaxPlanBytes = 24 * 1024 * 1024;

    /// <summary>
    /// Maximum nesting depth of arrays and objects; the format itself has 8 levels, unknown fields may have more.
    /// </summary>
    public const int MaxDepth = 32;

    /// <summary>Maximum number of errors reported together; reading stops at as many different ones.</summary>
    public const int MaxErrors = 50;

    /// <summary>Maximum number of unused members that are named; further ones are counted.</summary>
    public const int MaxUnusedMembers = 20;

    /// <summary>Maximum number of price categories in one plan.</summary>
    public const int MaxCategories = 100;

    /// <summary>
    /// Maximum number of zones, rows, seats and areas together: each seat in a row of its own, and as many other parts.
    /// </summary>
    public const int MaxParts = 3 * Limits.SeatsPerSchedule;

    /// <summary>
    /// Largest distance of a coordinate from the origin in either direction, in the plan's units (pixels).
    /// </summary>
    public const double MaxCoordinate = 1_000_000;
}
