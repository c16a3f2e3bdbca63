using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.FileProviders;

namespace Ticketing.Api;

/// <summary>The files that pages load: their paths with and without the fingerprint, and what scripts import.</summary>
internal sealed partial class SiteFiles
{
    private readonly FrozenDictionary<string, string> fingerprinted;
    private readonly IFileProvider contents;

    private SiteFiles(IEnumerable<KeyValuePair<string, string>> files, IFileProvider contents)
    {
        fingerprinted = files.ToFrozenDictionary(StringComparer.Ordinal);
        this.contents = contents;
    }

    public IEnumerable<KeyValuePair<string, string>> All =>
        fingerprinted.OrderBy(file => file.Key, StringComparer.Ordinal);

    /// <summary>From the manifest of the build. Call it after the static assets are mapped.</summary>
    public static SiteFiles Of(WebApplication site)
    {
        var names = new Dictionary<string, string>();
        foreach (var endpoint in ((IEndpointRouteBuilder)site).DataSources.SelectMany(source => source.Endpoints))
        {
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is { Selectors.Count: 0 } asset
                && Property(asset, "label") is { } label
                && !label.EndsWith(".gz", StringComparison.Ordinal)
                && !label.EndsWith(".br", StringComparison.Ordinal))
            {
                names[$"/{label}"] = $"/{asset.Route}";
            }
        }

        return new SiteFiles(names, site.Environment.WebRootFileProvider);
    }

    /// <summary>The path whose file never changes; null when there is no such file.</summary>
    public string? Find(string path) => fingerprinted.GetValueOrDefault(path);

    /// <summary>
    /// All scripts that a script imports, directly or through others; without the script itself, and without those that
    /// are loaded only when they are needed.
    /// </summary>
    public IReadOnlyCollection<string> ImportsOf(string script) => Reached(script, Import());

    /// <summary>All files that a page with this script may load, now or later.</summary>
    public IEnumerable<string> LoadsOf(string script)
    {
        var words = Word().Matches(ReadText(script)).Select(word => word.Groups[1].Value).ToHashSet();
        return Reached(script, Import(), LaterImport()).Concat(
            from file in All
            let text = Text().Match(file.Key)
            where text.Success && (text.Groups[1].Length == 0 || words.Contains(text.Groups[1].Value))
            select file.Key);
    }

    private HashSet<string> Reached(string script, params ReadOnlySpan<Regex> imports)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>([script]);
        while (open.TryPop(out var current))
        {
            var (folder, text) = (new Uri(new Uri("http://site"), current), ReadText(current));
            foreach (var kind in imports)
                foreach (Match import in kind.Matches(text))
                {
                    var path = new Uri(folder, import.Groups[1].Value).AbsolutePath;
                    if (fingerprinted.ContainsKey(path) && found.Add(path))
                        open.Push(path);
                }
        }

        found.Remove(script);
        return found;
    }

    private string ReadText(string path)
    {
        var file = contents.GetFileInfo(path);
        if (!file.Exists)
            return "";
        using var reader = new StreamReader(file.CreateReadStream());
        return reader.ReadToEnd();
    }

    private static string? Property(StaticAssetDescriptor asset, string name) =>
        asset.Properties.FirstOrDefault(property => property.Name == name)?.Value;

    /// <summary>A static import: at the beginning of a line, or at the end of one of several lines.</summary>
    [GeneratedRegex(@"^(?:import|export|\})\s?(?:[^'`;]*\sfrom\s+)?'(\.{1,2}/[^']+)';", RegexOptions.Multiline)]
    private static partial Regex Import();

    /// <summary>An import that waits until it is needed, and the address of a worker or of a script to keep.</summary>
    [GeneratedRegex(@"\b(?:await import|import\.meta\.resolve)\('(\.{1,2}/[^']+)'\)")]
    private static partial Regex LaterImport();

    /// <summary>The texts that all pages share, or those of an area.</summary>
    [GeneratedRegex(@"^/text/\w+(?:/(\w+))?\.json$")]
    private static partial Regex Text();

    /// <summary>A script names the areas of its texts: by themselves, or in the key of a text.</summary>
    [GeneratedRegex(@"'(\w+)['.]")]
    private static partial Regex Word();
}
