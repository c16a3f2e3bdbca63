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

    /// <summary>All scripts that a script imports, directly or through others; without the script itself.</summary>
    public IReadOnlyCollection<string> ImportsOf(string script)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>([script]);
        while (open.TryPop(out var current))
        {
            foreach (var import in DirectImportsOf(current))
                if (found.Add(import))
                    open.Push(import);
        }

        found.Remove(script);
        return found;
    }

    private IEnumerable<string> DirectImportsOf(string script)
    {
        var file = contents.GetFileInfo(script);
        if (!file.Exists)
            return [];
        using var reader = new StreamReader(file.CreateReadStream());
        var folder = new Uri(new Uri("http://site"), script);
        return
        [
            .. from import in Import().Matches(reader.ReadToEnd())
               let path = new Uri(folder, import.Groups[1].Value).AbsolutePath
               where fingerprinted.ContainsKey(path)
               select path,
        ];
    }

    private static string? Property(StaticAssetDescriptor asset, string name) =>
        asset.Properties.FirstOrDefault(property => property.Name == name)?.Value;

    /// <summary>A static import: at the beginning of a line, or at the end of one of several lines.</summary>
    [GeneratedRegex(@"^(?:import|export|\})\s?(?:[^'`;]*\sfrom\s+)?'(\.{1,2}/[^']+)';", RegexOptions.Multiline)]
    private static partial Regex Import();
}
