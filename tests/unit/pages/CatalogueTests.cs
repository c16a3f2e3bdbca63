using System.Text.Json;
using System.Text.RegularExpressions;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Pages;

/// <summary>The texts of the pages: complete in each language, and loaded by the pages that use them.</summary>
public partial class CatalogueTests
{
    private static readonly string Web = Path.Combine(SourceTree.Root, "web");

    public static TheoryData<string> Files => [.. Directory
        .EnumerateFiles(Path.Combine(Web, "text"), "*.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Path.Combine(Web, "text"), file))
        .Where(file => file.StartsWith("en", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    public static TheoryData<string> Scripts => [.. Directory
        .EnumerateFiles(Path.Combine(Web, "js", "pages"), "*.js")
        .Select(file => Path.GetFileName(file))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_has_the_same_keys_and_params_in_each_language(string file)
    {
        var english = Read(file);
        var korean = Read($"ko{file[2..]}");

        Assert.Equal(english.Keys, korean.Keys);
        Assert.All(english, text => Assert.Equal(Params(text.Value), Params(korean[text.Key])));
        Assert.All(korean.Values, text => Assert.NotEqual("", text));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_keys_of_a_file_are_sorted_and_those_of_a_page_begin_with_its_name(string file)
    {
        var keys = Read(file).Keys.ToArray();

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        if (Path.GetDirectoryName(file) is { Length: > 0 })
            Assert.All(keys, key => Assert.StartsWith($"{Path.GetFileNameWithoutExtension(file)}.", key));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Every_text_that_a_page_names_is_in_the_files_that_it_loads(string script)
    {
        var page = Path.Combine(Web, "js", "pages", script);
        var start = Start().Match(File.ReadAllText(page));
        var areas = Word().Matches(start.Groups["more"].Value).Select(area => area.Value)
            .Prepend(start.Groups["area"].Value);
        var loaded = areas.Select(area => Path.Combine("en", $"{area}.json")).Prepend("en.json")
            .SelectMany(file => Read(file).Keys).ToArray();
        var prefixes = loaded.Concat(Directory.EnumerateFiles(Path.Combine(Web, "text", "en"))
            .Select(file => Path.GetFileName(file))).Select(name => name.Split('.')[0]).ToHashSet();

        var missing =
            from module in ModulesOf(page)
            from Match name in Name().Matches(File.ReadAllText(module))
            let key = name.Groups[1].Value
            where prefixes.Contains(key.Split('.')[0])
                && !loaded.Any(text => text == key || text.StartsWith($"{key}.", StringComparison.Ordinal))
            select $"{Path.GetFileName(module)}: {key}";

        Assert.True(start.Success, $"{script} does not call start with a title.");
        Assert.Empty(missing.Distinct());
    }

    /// <summary>In the order of the file; a key that is there twice is a fault.</summary>
    private static Dictionary<string, string> Read(string file)
    {
        using var texts = JsonDocument.Parse(File.ReadAllText(Path.Combine(Web, "text", file)));
        return texts.RootElement.EnumerateObject().ToDictionary(text => text.Name, text => text.Value.GetString()!);
    }

    private static IEnumerable<string> Params(string text) =>
        Param().Matches(text).Select(param => param.Value).Order(StringComparer.Ordinal);

    /// <summary>The script of a page and all that it imports.</summary>
    private static HashSet<string> ModulesOf(string page)
    {
        HashSet<string> found = [];
        Stack<string> open = new([page]);
        while (open.TryPop(out var module))
        {
            if (!File.Exists(module) || !found.Add(module))
                continue;
            foreach (Match import in Import().Matches(File.ReadAllText(module)))
                open.Push(Path.GetFullPath(import.Groups[1].Value, Path.GetDirectoryName(module)!));
        }

        return found;
    }

    [GeneratedRegex(@"start\(\{ title: '(?<area>\w+)\.\w+'(, texts: \[(?<more>[^\]]*)\])?")]
    private static partial Regex Start();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"'([a-zA-Z]+(\.[a-zA-Z-]+)+)'")]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Param();

    [GeneratedRegex("""(?:from|import)\s+'(\.[^']+)'""")]
    private static partial Regex Import();
}
