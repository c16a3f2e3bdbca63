using System.Text.Json;
using System.Text.Json.Nodes;
using Ticketing.Events;

namespace Ticketing.Tests.Wire;

/// <summary>
/// Each release keeps samples of the JSON that it writes, and the values that it read from them: NAME.json and
/// NAME.values. Every later version must read the same values.
/// </summary>
public sealed class SampleTests
{
    private const string Whole = "whole";
    private const string Least = "least";

    private static readonly string[] Fillings = [Whole, Least];

    /// <summary>By the name of a sample: its type, and how it is written and read.</summary>
    private static readonly Dictionary<string, StoredJson> Kinds =
        JsonWire.EventBodies.Select(body => new StoredJson(
                $"events/{body.Type.Name}", body.Type, value => JsonSerializer.Serialize(value, body),
                json => JsonSerializer.Deserialize(json, body)!))
            .Concat(JsonWire.Columns.Select(column => column with { Name = $"columns/{column.Name}" }))
            .ToDictionary(kind => kind.Name);

    public static TheoryData<string> Names => [.. Kinds.Keys];

    public static TheoryData<string, string> Kept
    {
        get
        {
            var kept = new TheoryData<string, string>();
            foreach (var release in WireFiles.Releases.Where(Directory.Exists))
                foreach (var file in Directory.GetFiles(release, "*.json", SearchOption.AllDirectories).Order())
                    kept.Add(Path.GetFileName(release), Path.GetRelativePath(release, file));
            return kept;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void This_release_keeps_samples_of_all_that_it_writes(string name)
    {
        var kind = Kinds[name];
        foreach (var filling in Fillings)
        {
            var json = kind.Write(Filled.Of(kind.Type, filling == Whole));
            WireFiles.Keep($"{name}.{filling}.json", () => json + "\n");
            WireFiles.Keep($"{name}.{filling}.values", () => Values.Of(kind.Read(json)));
        }

        var sample = File.ReadAllText(Path.Combine(WireFiles.Current, $"{name}.{Whole}.json"));
        // When a member is in no sample: raise WireFiles.CurrentRelease.
        var made = kind.Write(Filled.Of(kind.Type, isWhole: true));
        Assert.Empty(Paths(JsonNode.Parse(made), "").Except(Paths(JsonNode.Parse(sample), "")));
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void A_kept_sample_is_read_to_the_same_values(string release, string file)
    {
        var path = Path.Combine(WireFiles.Releases.Single(folder => Path.GetFileName(folder) == release), file);
        var kind = Kinds[file[..file.LastIndexOf('.', file.Length - ".json".Length - 1)].Replace('\\', '/')];

        var values = Values.Of(kind.Read(File.ReadAllText(path))).Split('\n');

        // A later version may know members that the sample does not have.
        Assert.Empty(File.ReadAllLines(Path.ChangeExtension(path, "values")).Except(values));
    }

    [Fact]
    public void An_event_without_the_members_that_have_defaults_is_read()
    {
        var json = Kinds["events/OrderEvent"].Write(Filled.Of(typeof(OrderEvent), isWhole: true));
        var whole = JsonNode.Parse(json)!.AsObject();
        foreach (var name in new[] { "discount", "part", "reason", "again" }) Assert.True(whole.Remove(name));

        var read = EventJson.Read<OrderEvent>(whole.ToJsonString());

        Assert.Equal((0, null, null, false), (read.Discount, read.Part, read.Reason, read.Again));
    }

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member =>
            Paths(member.Value, $"{path}.{member.Key}").Append($"{path}.{member.Key}")),
        JsonArray items => items.SelectMany(item => Paths(item, $"{path}[]")),
        _ => [],
    };
}
