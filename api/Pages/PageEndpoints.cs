using System.Text.RegularExpressions;
using Microsoft.AspNetCore.StaticAssets;

namespace Ticketing.Api;

/// <summary>
/// The pages that fans see: HTML files of <c>web/</c>, and the scripts, styles and texts that they load. The ids in an
/// address are read by the page's script.
/// </summary>
internal static partial class PageEndpoints
{
    /// <summary>Where the build puts the HTML files, beside the program.</summary>
    private const string Folder = "pages";

    /// <summary>The names of files with fingerprints; those of this release have endpoints of their own.</summary>
    private const string OtherFingerprint = @"/{**path:regex(\.[0-9a-z]{{10}}\.[a-z]+$)}";

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
        var assets = site.MapStaticAssets().DisableRateLimiting().ExcludeFromDescription();
        assets.Add(SendBriefly);
        if (site.Configuration.GetValue<bool>("ReloadStaticAssetsAtRuntime"))
            assets.Add(NamePacking);
        var files = SiteFiles.Of(site);
        var pages = new Dictionary<string, SentFile>();
        foreach (var (route, file) in Table)
        {
            var html = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, Folder, file));
            var page = SitePage.Build(html, files);
            pages[route] = page;
            Map(site, route, page);
        }

        Map(site, "/sw-files.js", WorkerFiles.Build(files, pages));
        site.MapGet(OtherFingerprint, (string path) => LeadToOwn(path, files))
            .DisableRateLimiting().ExcludeFromDescription();
    }

    /// <summary>
    /// A file with a fingerprint never changes, so no browser asks whether it has, or for a part of it; and it is what
    /// its content type says, since no fan wrote any of it. A page has dozens of files; without headers for any of
    /// that, each is a sixth of a kilobyte smaller.
    /// </summary>
    private static void SendBriefly(EndpointBuilder file)
    {
        var asset = file.Metadata.OfType<StaticAssetDescriptor>().First();
        if (asset.Properties.All(property => property.Name != "fingerprint"))
            return;
        BeforeHeaders(file, headers =>
            headers.ETag = headers.LastModified = headers.AcceptRanges = headers.XContentTypeOptions = default);
    }

    /// <summary>
    /// While pages are edited, the framework packs a changed file by gzip, also where it answers for the brotli copy of
    /// the build: without the right header, no browser could read it.
    /// </summary>
    private static void NamePacking(EndpointBuilder file) => BeforeHeaders(file, headers =>
    {
        if (headers.ContentEncoding == "br")
            headers.ContentEncoding = "gzip";
    });

    /// <summary>Changes the headers of each answer with this file, just before they are sent.</summary>
    private static void BeforeHeaders(EndpointBuilder file, Action<IHeaderDictionary> change)
    {
        var send = file.RequestDelegate!;
        Func<object, Task> starting = headers =>
        {
            change((IHeaderDictionary)headers);
            return Task.CompletedTask;
        };
        file.RequestDelegate = context =>
        {
            context.Response.OnStarting(starting, context.Response.Headers);
            return send(context);
        };
    }

    /// <summary>
    /// During an upgrade, the page may come from a process of one release and be answered by one of the other. The file
    /// of this release is likely to do, and a file that is missing would leave the page without its script.
    /// </summary>
    private static IResult LeadToOwn(string path, SiteFiles files)
    {
        var plain = '/' + Fingerprint().Replace(path, ".$1");
        return files.Find(plain) is null ? Problems.NotFound.Occurs() : TypedResults.Redirect(plain);
    }

    [GeneratedRegex(@"\.[0-9a-z]{10}\.([a-z]+)$")]
    private static partial Regex Fingerprint();

    private static void Map(WebApplication site, string route, SentFile file) =>
        site.MapGet(route, () => file).DisableRateLimiting().ExcludeFromDescription();
}
