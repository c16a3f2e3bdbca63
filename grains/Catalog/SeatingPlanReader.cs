using System.Text.Json;
using System.Text.Unicode;

namespace Ticketing.Catalog;

/// <summary>
/// Reads seating plans in pretix's format (seating-plan.schema.json of pretix/pretix). Fields it does not know are
/// ignored. Never throws: whatever the bytes are, the answer is a plan or what is wrong with it, at most
/// <see cref="PlanLimits.MaxErrors"/> problems at once. A document that is too large or not JSON has one error, at the
/// root.
/// </summary>
public static class SeatingPlanReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static PlanReading Read(ReadOnlyMemory<byte> json) => Read(json, "$");

    /// <param name="root">What the paths of errors begin with: where the plan stands in a larger document.</param>
    public static PlanReading Read(ReadOnlyMemory<byte> json, string root)
    {
        var errors = new PlanErrors();
        var plan = ReadInto(errors, json, JsonPlace.Root(root));
        return errors.IsEmpty ? new PlanReading(plan, []) : new PlanReading(null, errors.ToImmutable());
    }

    /// <summary>Some editors put a byte order mark in front, which is no JSON.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;

    private static SeatingPlan? ReadInto(PlanErrors errors, ReadOnlyMemory<byte> json, JsonPlace place)
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
