using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ticketing.Api;

/// <summary>
/// The script <c>/sw-files.js</c>, which the service worker imports: the files of the site. Browsers compare it when
/// they look for a new worker, so new files bring a new worker.
/// </summary>
internal static class WorkerFiles
{
    private const string Policy = "default-src 'none'; script-src 'self'; connect-src 'self'";

    public static SentFile Build(SiteFiles files, IReadOnlyDictionary<string, SentFile> pages)
    {
        var paths = files.All.Select(file => file.Value).ToArray();
        var names = string.Join('\n', [.. paths, .. pages.Select(page => $"{page.Key} {page.Value.Version}")]);
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names)).AsSpan(0, 8));
        var list = JsonSerializer.Serialize(
            new { version, files = files.All.ToDictionary(file => file.Key, file => file.Value), pages = pages.Keys });
        return new SentFile(
            Encoding.UTF8.GetBytes($"self.siteFiles = {list};\n"), "text/javascript; charset=utf-8", Policy);
    }
}
