using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticAssets;

namespace Ticketing.Api;

/// <summary>
/// The pages that fans see: HTML files of <c>web/</c>, and the scripts, styles and texts that they load. The ids in an
/// address are read by the page's script.
/// </summary>
internal static class PageEndpoints
{
    /// <summary>Where the build puts the HTML files, beside the program.</summary>
    private const string Folder = "pages";

    private static readonly (string Route, string File)[] Table =
    [
        ("/", "index.html"),
        ("/concerts/{id}", "concert.html"),
        ("/schedules/{id}", "room.html"),
        ("/schedules/{id}/seats", "seats.html"),
        ("/reservations/{id}", "reservation.html"),
        ("/reservations", "reservations.html"),
        ("/tickets", "tickets.html"),
        ("/account", "account.html"),
        ("/sign-in", "sign-in.html"),
        ("/draw.html", "draw.html"),
    ];

    /// <summary>
    /// Pages and their files are not counted by the rate limits: many fans share an address, and a page has dozens of
    /// files.
    /// </summary>
    public static void MapPages(this WebApplication site)
    {
        site.MapStaticAssets().DisableRateLimiting().ExcludeFromDescription();
        var files = SiteFiles.Of(site);
        var pages = new Dictionary<string, SentFile>();
        foreach (var (route, file) in Table)
        {
            var path = Path.Combine(AppContext.BaseDirectory, Folder, file);
            if (!File.Exists(path))
                continue;
            var page = SitePage.Build(File.ReadAllText(path), files);
            pages[route] = page;
            Map(site, route, page);
        }

        Map(site, "/sw-files.js", WorkerFiles.Build(files, pages));
    }

    private static void Map(WebApplication site, string route, SentFile file) =>
        site.MapGet(route, () => file).DisableRateLimiting().ExcludeFromDescription();
}

/// <summary>The paths of the files that pages load, with and without the fingerprint.</summary>
internal sealed class SiteFiles
{
    private readonly FrozenDictionary<string, string> fingerprinted;

    private SiteFiles(IEnumerable<KeyValuePair<string, string>> files) =>
        fingerprinted = files.ToFrozenDictionary(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, string>> All =>
        fingerprinted.OrderBy(file => file.Key, StringComparer.Ordinal);

    /// <summary>From the manifest of the build. Call it after the static assets are mapped.</summary>
    public static SiteFiles Of(IEndpointRouteBuilder site)
    {
        var names = new Dictionary<string, string>();
        foreach (var endpoint in site.DataSources.SelectMany(source => source.Endpoints))
        {
            if (endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is { Selectors.Count: 0 } asset
                && Property(asset, "label") is { } label
                && !label.EndsWith(".gz", StringComparison.Ordinal)
                && !label.EndsWith(".br", StringComparison.Ordinal))
            {
                names[$"/{label}"] = $"/{asset.Route}";
            }
        }

        return new SiteFiles(names);
    }

    /// <summary>The path whose file never changes; null when there is no such file.</summary>
    public string? Find(string path) => fingerprinted.GetValueOrDefault(path);

    private static string? Property(StaticAssetDescriptor asset, string name) =>
        asset.Properties.FirstOrDefault(property => property.Name == name)?.Value;
}
