using System.Text.Json;
using System.Text.Json.Nodes;
using Ticketing.Api;
using Ticketing.Catalog;
using Ticketing.Seats;

namespace Ticketing.Tests.Api;

public sealed class SentSeatMapTests
{
    private const int SeatCount = 40;
    private const string Epoch = "e1";

    private static readonly JsonSerializerOptions Json = JsonSerializerOptions.Web;

    [Fact]
    public void Whoever_has_any_older_version_gets_to_the_newest_by_changes()
    {
        var random = new Random(1);
        var versions = new List<SentSeatMap> { SentSeatMap.Of(Drawn(Epoch, 3), Json, PlanLabels.None) };
        for (var sequence = 4; sequence < 60; sequence++)
        {
            var changes = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(SeatCount)).Distinct()
                .Select(seat => new SeatChange($"S{seat}", (SeatStatus)random.Next(4)));
            versions.Add(versions[^1].With(
                new SeatMapUpdate(SeatMapVersions.Of(Epoch, sequence), Whole: null, [.. changes])));
        }

        var newest = versions[^1];
        Assert.All(versions, old => Assert.Equal(
            Text(newest.ById.Whole), Text(Applied(old, newest.ById.ChangesSince(old.Version)!.Value))));
    }

    [Fact]
    public void What_this_process_has_not_seen_change_is_sent_whole()
    {
        var map = SentSeatMap.Of(Drawn(Epoch, 5), Json, PlanLabels.None);

        Assert.NotNull(map.ById.ChangesSince(map.Version));
        Assert.Null(map.ById.ChangesSince(SeatMapVersions.Of(Epoch, 4)));
        Assert.Null(map.ById.ChangesSince(SeatMapVersions.Of(Epoch, 6)));
        Assert.Null(map.ById.ChangesSince(SeatMapVersions.Of("other", 5)));
        Assert.Null(map.ById.ChangesSince("nonsense"));
        Assert.Null(map.ById.ChangesSince(""));
    }

    [Fact]
    public void A_map_drawn_anew_replaces_everything()
    {
        var before = SentSeatMap.Of(Drawn(Epoch, 5, held: ["S1", "S2"]), Json, PlanLabels.None);
        var whole = Drawn("e2", 1, held: ["S2"]);

        var after = before.With(new SeatMapUpdate(whole.Version, whole, []));

        Assert.Equal(["S2"], Held(after.ById.Whole));
        Assert.Null(after.ById.ChangesSince(before.Version));
    }

    [Fact]
    public void Nothing_new_is_the_same_version()
    {
        var map = SentSeatMap.Of(Drawn(Epoch, 5), Json, PlanLabels.None);

        Assert.Same(map, map.With(new SeatMapUpdate(map.Version, Whole: null, [])));
    }

    [Fact]
    public void Two_processes_send_the_same_bytes_for_a_version()
    {
        var drawn = SentSeatMap.Of(Drawn(Epoch, 5, held: ["S3", "S1"]), Json, PlanLabels.None);
        var followed = SentSeatMap.Of(Drawn(Epoch, 4, held: ["S3"]), Json, PlanLabels.None).With(
            new SeatMapUpdate(SeatMapVersions.Of(Epoch, 5), Whole: null, [new SeatChange("S1", SeatStatus.Held)]));

        Assert.Equal(Text(drawn.ById.Whole), Text(followed.ById.Whole));
    }

    [Fact]
    public void Changes_since_whatever_versions_readers_say_they_have_are_kept_for_a_few_only()
    {
        var map = SentSeatMap.Of(Drawn(Epoch, 1), Json, PlanLabels.None).With(
            new SeatMapUpdate(SeatMapVersions.Of(Epoch, 2_000), Whole: null, [new SeatChange("S1", SeatStatus.Held)]));

        var kept = Enumerable.Range(1, 1_999).Select(since => SeatMapVersions.Of(Epoch, since))
            .Count(version => map.ById.ChangesSince(version)!.Value.Equals(map.ById.ChangesSince(version)!.Value));

        Assert.InRange(kept, 1, 100);
    }

    private static SeatMap Drawn(string epoch, long sequence, string[]? held = null) =>
        new(SeatMapVersions.Of(epoch, sequence), SeatCount, [.. held ?? []], [], []);

    private static byte[] Applied(SentSeatMap old, ReadOnlyMemory<byte> changes)
    {
        var map = JsonNode.Parse(old.ById.Whole.Span)!.AsObject();
        var change = JsonNode.Parse(changes.Span)!.AsObject();
        var moved = ((string[])["available", "held", "sold", "blocked"])
            .SelectMany(name => change[name]!.AsArray().Select(seat => (Seat: seat!.GetValue<string>(), Name: name)))
            .ToDictionary(seat => seat.Seat, seat => seat.Name);
        string[] Of(string name) =>
        [
            .. map[name]!.AsArray().Select(seat => seat!.GetValue<string>()).Where(seat => !moved.ContainsKey(seat))
                .Concat(moved.Where(seat => seat.Value == name).Select(seat => seat.Key))
                .Order(StringComparer.Ordinal),
        ];
        return JsonSerializer.SerializeToUtf8Bytes(
            new SeatMapBody(
                change["version"]!.GetValue<string>(), SeatCount, Of("held"), Of("sold"), Of("blocked")), Json);
    }

    private static IEnumerable<string> Held(ReadOnlyMemory<byte> whole) =>
        JsonNode.Parse(whole.Span)!["held"]!.AsArray().Select(seat => seat!.GetValue<string>());

    private static string Text(ReadOnlyMemory<byte> json) => System.Text.Encoding.UTF8.GetString(json.Span);
}
