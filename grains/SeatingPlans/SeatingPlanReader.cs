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

    public static PlanReading Read(ReadOnlyMemory<byte> json) => Read(json, "$");

    /// <param name="root">Prefix of the paths in errors: the location of the plan in a larger document.</param>
    public static PlanReading Read(ReadOnlyMemory<byte> json, string root)
    {
        var errors = new PlanErrors();
        var plan = ReadInto(errors, json, JsonPath.Root(root));
        return errors.IsEmpty ? new PlanReading(plan, []) : new PlanReading(null, errors.ToImmutable());
    }

    /// <summary>Some editors write a byte order mark, which is not valid JSON.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;

    private static SeatingPlan? ReadInto(PlanErrors errors, ReadOnlyMemory<byte> json, JsonPath place)
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
            return new PlanScan(errors).Plan(document.RootElement, place);
        }
        catch (JsonException refused)
        {
            errors.Add(place, $"is not JSON: {refused.Message}");
            return null;
        }
    }
}

/// <summary>The result of reading a seating plan: a plan, or at least one error.</summary>
/// <param name="Errors">Errors in the plan's order, at most <see cref="PlanLimits.MaxErrors"/>.</param>
public sealed record PlanReading(SeatingPlan? Plan, ImmutableArray<FieldError> Errors);

/// <summary>An error in a request or a document.</summary>
/// <param name="Path">Location as a JSON path such as <c>$.zones[0].rows[3].seats[2].seat_guid</c>.</param>
/// <param name="Message">Description of the error for the person who has to fix it.</param>
public sealed record FieldError(string Path, string Message);

/// <summary>Collects the errors of a plan, up to <see cref="PlanLimits.MaxErrors"/>.</summary>
internal sealed class PlanErrors
{
    private readonly ImmutableArray<FieldError>.Builder errors = ImmutableArray.CreateBuilder<FieldError>();

    public bool IsFull => errors.Count >= PlanLimits.MaxErrors;

    public bool IsEmpty => errors.Count == 0;

    public void Add(JsonPath place, string message)
    {
        if (!IsFull)
            errors.Add(new FieldError(place.ToString(), message));
    }

    public ImmutableArray<FieldError> ToImmutable() => errors.ToImmutable();
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

    /// <summary>Maximum number of errors reported together; reading stops there.</summary>
    public const int MaxErrors = 50;

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
