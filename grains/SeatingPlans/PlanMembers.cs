using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Ticketing.Catalog;

/// <summary>
/// Notes the members of a plan that the sale does not use. Nothing is lost, because the plan is kept as it came; but an
/// organiser who marked wheelchair places must learn that they are sold like any other seat.
/// </summary>
internal sealed class PlanMembers
{
    private const int MaxNameLength = 50;

    private readonly List<Unused> unused = [];
    private int more;

    public static KnownMembers Plan { get; } = new("plans", "name categories zones size");

    public static KnownMembers Category { get; } = new("categories", "name color");

    public static KnownMembers Zone { get; } = new("zones", "name zone_id uuid position rows areas displayed");

    public static KnownMembers Row { get; } = new(
        "rows",
        "seats position row_number row_number_position row_label seat_label uuid number_of_seats seats_spacing");

    public static KnownMembers Seat { get; } = new(
        "seats", "seat_guid seat_number position category uuid radius start_direction");

    public static KnownMembers Area { get; } = new(
        "areas",
        "shape position text color border_color border_width width height rotation rectangle circle ellipse polygon "
            + "uuid");

    public static KnownMembers Text { get; } = new("texts of areas", "text position size color");

    public void Look(JsonElement owner, JsonPath place, KnownMembers known)
    {
        foreach (var member in owner.EnumerateObject())
        {
            try
            {
                if (!known.Has(member))
                    Note(known, member, place);
            }
            catch (InvalidOperationException)
            {
                // The name holds half of a character: it cannot be decoded, nor compared.
                more++;
            }
        }
    }

    /// <summary>A warning for each kind of member, at the first place that has it.</summary>
    public IEnumerable<FieldError> Warnings(JsonPath root)
    {
        foreach (var one in unused)
        {
            yield return new FieldError(
                one.First.ToString(),
                $"'{one.Name}' is kept with the plan, but the sale does not use it ({one.Count} {one.Owner} have it)");
        }

        if (more > 0)
            yield return new FieldError(root.ToString(), $"has {more} more members that the sale does not use");
    }

    private void Note(KnownMembers known, JsonProperty member, JsonPath place)
    {
        if (unused.Find(one => one.Owner == known.Owner && member.NameEquals(one.FullName)) is { } found)
        {
            found.Count++;
        }
        else if (unused.Count < PlanLimits.MaxUnusedMembers)
        {
            unused.Add(new Unused(known.Owner, member.Name, place));
        }
        else
        {
            more++;
        }
    }

    private sealed class Unused(string owner, string fullName, JsonPath first)
    {
        public string Owner => owner;

        public string FullName => fullName;

        public string Name => fullName.Length > MaxNameLength ? $"{fullName[..MaxNameLength]}..." : fullName;

        public JsonPath First => first;

        public int Count { get; set; } = 1;
    }
}

/// <summary>The members of one kind of object that are used, or that are only drawn.</summary>
/// <param name="owner">The objects, in the plural.</param>
internal sealed class KnownMembers(string owner, string names)
{
    private readonly ImmutableArray<byte[]> names =
        [.. names.Split(' ').Select(name => Encoding.UTF8.GetBytes(name))];

    public string Owner => owner;

    public bool Has(JsonProperty member)
    {
        foreach (var name in names)
        {
            if (member.NameEquals(name))
                return true;
        }
        return false;
    }
}
