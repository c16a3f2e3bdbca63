using System.Globalization;

namespace Ticketing.Tests.Wire;

/// <summary>
/// Finds changes that break while processes of an older release still run, or when a later release reads stored data.
/// The rules are those of docs/adr/0009.
/// </summary>
internal static class WireCompatibility
{
    public static IEnumerable<string> Complaints(WireList older, WireList newer)
    {
        foreach (var (key, before) in older.Sections)
        {
            if (!newer.Sections.TryGetValue(key, out var after))
            {
                yield return $"{key} is gone: older processes ask for it, or it is still stored";
                continue;
            }

            foreach (var complaint in Complaints(before, after)) yield return complaint;
        }
    }

    private static IEnumerable<string> Complaints(WireSection before, WireSection after)
    {
        var kept = before.Entries.SelectMany(
            entry => ComplaintsOfKept(before, entry.Key, entry.Facts, after.Find(entry.Key)));
        var added = after.Entries.Where(entry => before.Find(entry.Key) is null);
        return ComplaintsOfFacts(before, after).Concat(kept)
            .Concat(added.SelectMany(entry => ComplaintsOfAdded(before, after, entry.Key, entry.Facts)));
    }

    private static IEnumerable<string> ComplaintsOfFacts(WireSection before, WireSection after)
    {
        switch (before.Kind)
        {
            case "interface" when Version(after) < Version(before):
                yield return $"{before.Key}: its version went down";
                break;
            case "grain" when before.Facts.Split(", ").Except(after.Facts.Split(", ")).Any():
                yield return $"{before.Key} no longer implements all of {before.Facts}";
                break;
            case "topic" when before.Facts.Split(' ')[0] != after.Facts.Split(' ')[0]:
                yield return $"{before.Key}: its body was {before.Facts.Split(' ')[0]}";
                break;
            case "type" or "column" when before.Facts != after.Facts:
                yield return $"{before.Key} was '{before.Facts}'";
                break;
        }
    }

    private static IEnumerable<string> ComplaintsOfKept(WireSection before, string key, string was, string? facts)
    {
        if (facts is null)
        {
            yield return $"{before.Key}: {key} ({was}) is gone";
            yield break;
        }

        // The name of a numbered member may change; its type may not.
        var isSame = before.Kind switch
        {
            "type" => TypeOf(was) == TypeOf(facts),
            "interface" => Signature(was) == Signature(facts),
            // A member that gets a default is read from older JSON as before.
            "body" or "webhook" or "element" => TypeOf(was) == TypeOf(facts) && (!IsRequired(facts) || IsRequired(was)),
            _ => was == facts,
        };
        if (!isSame) yield return $"{before.Key}: {key} was '{was}' and is '{facts}'";
    }

    private static IEnumerable<string> ComplaintsOfAdded(
        WireSection before, WireSection after, string key, string facts)
    {
        switch (before.Kind)
        {
            case "interface" when Version(after) <= Version(before):
                yield return $"{before.Key}: {key} is new, so its [Version] must be above {Version(before)}";
                break;
            case "type" when !TypeNames.IsSafeWhenAbsent(TypeOf(facts)):
                yield return $"{before.Key}: {key} '{facts}' is new and not nullable; an older sender leaves it out";
                break;
            case "body" or "webhook" or "element" when IsRequired(facts) || !TypeNames.IsSafeWhenAbsent(TypeOf(facts)):
                yield return $"{before.Key}: {key} '{facts}' is new and has no default; older JSON lacks it";
                break;
        }
    }

    private static int Version(WireSection section) =>
        int.Parse(section.Facts.Split(' ')[1], CultureInfo.InvariantCulture);

    private static string TypeOf(string facts) => facts.Split(' ')[0];

    private static bool IsRequired(string facts) => facts.EndsWith(" required", StringComparison.Ordinal);

    /// <summary>Removes the marks that a caller alone decides.</summary>
    private static string Signature(string facts) => facts
        .Replace(" read-only", "", StringComparison.Ordinal).Replace(" interleaves", "", StringComparison.Ordinal);
}
