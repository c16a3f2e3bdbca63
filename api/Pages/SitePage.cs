using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ticketing.Api;

/// <summary>
/// A page as it is sent: the files it names get their fingerprints, and the import map gives scripts the fingerprints
/// of what they import, and of the texts, which a script finds by <c>import.meta.resolve</c>. The map is the only
/// inline script, and the policy allows it by its hash. All that the page's script imports is named in the page, so
/// that a browser loads it at once and not one import after the other.
/// </summary>
internal static partial class SitePage
{
    private const string EmptyMap = """<script type="importmap"></script>""";

    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.Default, // escapes '<', so nothing ends the script element
    };

    public static SentFile Build(string html, SiteFiles files)
    {
        var scripts = Module().Matches(html).Select(found => found.Groups[1].Value).ToArray();
        var loaded = scripts.SelectMany(files.LoadsOf).Distinct().Order(StringComparer.Ordinal);
        var map = JsonSerializer.Serialize(
            new { imports = loaded.ToDictionary(path => path, files.Find) }, Compact);
        var head = $"""<script type="importmap">{map}</script>{Preloads(scripts, files)}""";
        var built = Reference().Replace(html, found => files.Find(found.Groups[2].Value) is { } path
                ? found.Groups[1].Value + path + found.Groups[3].Value
                : found.Value)
            .Replace(EmptyMap, head, StringComparison.Ordinal);
        return new SentFile(Encoding.UTF8.GetBytes(built), "text/html; charset=utf-8", PagePolicy.Of(map));
    }

    private static string Preloads(IEnumerable<string> scripts, SiteFiles files) => string.Concat(
        from script in scripts
        from import in files.ImportsOf(script)
        select $"""<link rel="modulepreload" href="{files.Find(import)}">""");

    [GeneratedRegex("""<script type="module" src="([^"]+)">""")]
    private static partial Regex Module();

    [GeneratedRegex("""(\s(?:href|src)=")(/[^"]+)(")""")]
    private static partial Regex Reference();
}

/// <summary>The policy of a page: it runs and loads only files of this site, and no other page may frame it.</summary>
internal static class PagePolicy
{
    public static string Of(string inlineScript)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inlineScript)));
        return $"default-src 'none'; script-src 'self' 'sha256-{hash}'; style-src 'self'; img-src 'self' data: blob:; "
            + "connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
