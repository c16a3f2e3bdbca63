using System.Collections.Frozen;
using System.Text.Json;

namespace Ticketing.Catalog;

/// <summary>
/// Looks through a plan's areas for the stage: the first one whose text has a word for it. Areas are there to be drawn;
/// of them only what would mislead that drawing is refused.
/// </summary>
internal sealed class StageScan(PlanErrors errors, PlanFields fields, PlanParts parts)
{
    private static readonly FrozenSet<string> Words =
        FrozenSet.Create("stage", "bühne", "scène", "escenario", "palco", "scena", "무대", "舞台");

    public PlanPoint? Center { get; private set; }

    public void Look(JsonElement areas, JsonPlace place, PlanPoint zoneAt)
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

    private void Area(JsonElement area, JsonPlace place, PlanPoint zoneAt)
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

    /// <summary>Whole words only: a backstage door is no stage.</summary>
    private static bool NamesStage(string text)
    {
        var letters = text.Select(letter => char.IsLetter(letter) ? char.ToLowerInvariant(letter) : ' ').ToArray();
        return new string(letters).Split(' ').Any(Words.Contains);
    }
}
