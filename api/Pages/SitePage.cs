using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ticketing.Api;

/// <summary>
/// A page as it is sent: the files it names get their fingerprints, and the import map gives scripts the fingerprints
/// of what they import. The map is the only inline script, and the policy allows it by its hash. All that the page's
/// script imports is named in the page, so that a browser loads it at once and not one import after the other.
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
        var map = JsonSerializer.Serialize(
            new { imports = files.All.Where(IsImported).ToDictionary(file => file.Key, file => file.Value) }, Compact);
        var head = $"""<script type="importmap">{map}</script>{Preloads(html, files)}""";
        var built = Reference().Replace(html, found => files.Find(found.Groups[2].Value) is { } path
                ? found.Groups[1].Value + path + found.Groups[3].Value
                : found.Value)
            .Replace(EmptyMap, head, StringComparison.Ordinal);
        return new SentFile(Encoding.UTF8.GetBytes(built), "text/html; charset=utf-8", PagePolicy.Of(map));
    }

    private static string Preloads(string html, SiteFiles files) => string.Concat(
        from script in Module().Matches(html)
        from import in files.ImportsOf(script.Groups[1].Value)
        select $"""<link rel="modulepreload" href="{files.Find(import)}">""");

    /// <summary>Texts are in the map too: a script finds them by <c>import.meta.resolve</c>.</summary>
    private static bool IsImported(KeyValuePair<string, string> file) =>
        file.Key.EndsWith(".js", StringComparison.Ordinal) || file.Key.EndsWith(".json", StringComparison.Ordinal);

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
            + "font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }
}
