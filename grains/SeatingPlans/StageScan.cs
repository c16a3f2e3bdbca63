using System.Collections.Frozen;
using System.Text.Json;

namespace Ticketing.Catalog;

/// <summary>
/// Finds the stage among a plan's areas: the first one whose text contains a word for it. Other content of areas is
/// only drawn, so it is checked only as far as it could break the drawing.
/// </summary>
internal sealed class StageScan(PlanErrors errors, PlanFields fields, PlanParts parts)
{
    private static readonly FrozenSet<string> Words =
        FrozenSet.Create("stage", "bühne", "scène", "escenario", "palco", "scena", "무대", "舞台");

    public PlanPoint? Center { get; private set; }

    public void Look(JsonElement areas, JsonPath place, PlanPoint zoneAt)
    {
        var index = 0;
        foreach (var area in areas.EnumerateArray())
        {
            if (errors.IsFull || parts.IsFull)
                return;
            var here = place.Item(index++);
            parts.Add(here);
            Area(area, here, zoneAt);
        }
    }

    private void Area(JsonElement area, JsonPath place, PlanPoint zoneAt)
    {
        if (fields.Checked(area, place, JsonValueKind.Object) is null)
            return;
        fields.OptionalText(area, place, "shape");
        var at = zoneAt + (fields.OptionalPoint(area, place, "position") ?? default);
        if (fields.Optional(area, place, "text", JsonValueKind.Object) is not { } text)
            return;
        place = place.Field("text");
        var words = fields.RequiredCaption(text, place, "text");
        var offset = fields.OptionalPoint(text, place, "position");
        if (Center is null && words is not null && NamesStage(words))
            Center = at + (offset ?? default);
    }

    /// <summary>Matches whole words only: a backstage door is not a stage.</summary>
    private static bool NamesStage(string text)
    {
        var letters = text.Select(letter => char.IsLetter(letter) ? char.ToLowerInvariant(letter) : ' ').ToArray();
        return new string(letters).Split(' ').Any(Words.Contains);
    }
}
