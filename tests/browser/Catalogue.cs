using System.Text.Json;
using System.Text.RegularExpressions;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Pages;

/// <summary>The texts of one language.</summary>
internal sealed partial class Catalogue(IReadOnlyDictionary<string, string> texts)
{
    private static readonly string[] Plurals = ["zero", "one", "two", "few", "many", "other"];

    public IReadOnlyDictionary<string, string> Texts => texts;

    /// <summary>The texts that all pages share, and those of each page.</summary>
    public static Catalogue Read(string language) =>
        new(Files(language).SelectMany(Read).ToDictionary(text => text.Key, text => text.Value));

    /// <summary>The file of what all pages share comes first.</summary>
    public static IEnumerable<FileInfo> Files(string language) => new DirectoryInfo(Folder(language)).GetFiles("*.json")
        .OrderBy(file => file.Name, StringComparer.Ordinal)
        .Prepend(new FileInfo($"{Folder(language)}.json"));

    public static IReadOnlyList<KeyValuePair<string, string>> Read(FileInfo file) =>
        [.. JsonSerializer.Deserialize<OrderedDictionary<string, string>>(File.ReadAllText(file.FullName))!];

    /// <summary>Matches the text of a key, in any number, with any parameters.</summary>
    public Regex Says(string key)
    {
        var variants = Plurals.Select(plural => $"{key}.{plural}").Append(key).Where(texts.ContainsKey).ToArray();
        Assert.True(variants.Length > 0, $"The catalogue has no '{key}'.");
        return new Regex(string.Join('|', variants.Select(variant =>
            string.Join(".+", Parameter().Split(texts[variant]).Select(Regex.Escape)))));
    }

    /// <summary>Whether it is the key of a text that has a form for each number.</summary>
    public bool IsPlural(string key) => key.Contains('.') && texts.ContainsKey($"{key}.other");

    /// <summary>A key without the ending of a plural.</summary>
    public static string Base(string key) =>
        Plurals.FirstOrDefault(plural => key.EndsWith($".{plural}", StringComparison.Ordinal)) is { } ending
            ? key[..^(ending.Length + 1)]
            : key;

    private static string Folder(string language) => Path.Combine(SourceTree.Root, "web", "text", language);

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
